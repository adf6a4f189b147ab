// Makes the dashboard of Grafana, watch/grafana/dashboards/purser.json: npm run dashboard. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { format } from 'prettier';

const FILE = fileURLToPath(new URL('../watch/grafana/dashboards/purser.json', import.meta.url));

const PROMETHEUS = { type: 'prometheus', uid: '$prometheus' };
const TREE = 'tree=~"$tree"';

/** What trees are called instead of their ids. One replica or another knows it. */
const named = (expr) => `${expr} * on (tree) group_left (name) max by (tree, name) (purser_tree_info)`;

/** A slow percentile of a histogram, by some of its labels. */
const slowest = (histogram, by = '', q = 0.99) =>
  `histogram_quantile(${q}, sum by (le${by && `, ${by}`}) (rate(${histogram}_bucket[$__rate_interval])))`;

/** Fills a panel: its queries are pairs of an expression and what its lines are called. */
function fill(panel, { title, description, unit, queries, width }) {
  panel.title(title).datasource(PROMETHEUS).height(8).span(width).min(0);
  if (description) panel.description(description);
  if (unit) panel.unit(unit);
  queries.forEach(([expr, legend], i) =>
    panel.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode(65 + i))
        .expr(expr)
        .legendFormat(legend),
    ),
  );
  return panel;
}

const lines = (title, unit, queries, { description, width = 8 } = {}) =>
  fill(new TimeSeriesBuilder(), { title, unit, queries, description, width })
    .fillOpacity(10)
    .lineWidth(1)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    );

/** A number that is red from a value on. */
const number = (title, expr, { unit, red = 1, description } = {}) =>
  fill(new StatBuilder(), { title, unit, queries: [[expr, '']], description, width: 4 })
    .height(4)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: red, color: 'red' },
      ]),
    );

const ROWS = {
  'Where the money goes': [
    lines(
      'Paid, by the hour',
      undefined,
      [
        [
          named(`sum by (tree, currency) (rate(purser_paid_total{${TREE}}[$__rate_interval]) * 3600)`),
          '{{name}} ({{currency}})',
        ],
      ],
      { description: 'Before refunds, in whole units of the currency.' },
    ),
    lines('Refunded, by the hour', undefined, [
      [
        named(`sum by (tree, currency) (rate(purser_refunded_total{${TREE}}[$__rate_interval]) * 3600)`),
        '{{name}} ({{currency}})',
      ],
    ]),
    lines('Paid calls', 'reqps', [
      [named(`sum by (tree) (rate(purser_calls_total{${TREE}}[$__rate_interval]))`), '{{name}}'],
    ]),
    lines('Denials, by code', 'reqps', [
      [`sum by (code) (rate(purser_denials_total{${TREE}}[$__rate_interval]))`, '{{code}}'],
    ]),
    lines('Denials, by tree', 'reqps', [
      [named(`sum by (tree) (rate(purser_denials_total{${TREE}}[$__rate_interval]))`), '{{name}}'],
    ]),
    lines(
      'Requests without a price',
      'reqps',
      [[named(`sum by (tree) (rate(purser_rating_misses_total{${TREE}}[$__rate_interval]))`), '{{name}}']],
      { description: 'They named usage of an item for which no price is set and the catalogue has none.' },
    ),
  ],
  'What waits for people': [
    number('Approvals that wait', 'max(purser_pending_approvals)', { red: 20 }),
    number('The oldest for', 'max(purser_oldest_approval_seconds)', { unit: 's', red: 3_600 }),
    number('Paused budgets', 'max(purser_stopped_budgets{state="paused"})'),
    number('Frozen budgets', 'max(purser_stopped_budgets{state="frozen"})', { red: 1_000 }),
    number('Budgets in debt', 'max(purser_indebted_budgets)'),
    number('Open claims', 'max(purser_open_claims)', {
      description: 'Reservations with cost that nobody had the right to record.',
    }),
    lines('Approvals that wait', 'short', [['max(purser_pending_approvals)', 'approvals']]),
    lines('Stopped budgets', 'short', [['max by (state) (purser_stopped_budgets)', '{{state}}']]),
    lines('Overdrafts', undefined, [['max by (currency) (purser_overdraft)', '{{currency}}']]),
  ],
  'Who follows the journal': [
    lines('Behind by', 's', [['max by (sink) (purser_sink_behind_seconds)', '{{sink}}']], {
      description: 'How long ago what each has not taken yet was decided. No spend: its sums are made anew.',
    }),
    lines('Time until an event is sent, 99th percentile', 's', [
      [slowest('purser_event_lag_seconds', 'to'), '{{to}}'],
    ]),
    lines('Deliveries to webhooks', 'reqps', [
      ['sum by (outcome) (rate(purser_webhook_deliveries_total[$__rate_interval]))', '{{outcome}}'],
    ]),
    number('Deliveries that wait', 'max(purser_pending_deliveries)', { red: 1_000 }),
    number('Failing webhooks', 'max(purser_failing_webhooks)'),
    lines('Meter events to Stripe', 'reqps', [
      ['sum by (outcome) (rate(purser_meter_event_attempts_total[$__rate_interval]))', '{{outcome}}'],
    ]),
    number('Meter events given up', 'max(purser_unsent_meter_events{state="parked"})'),
    number('Stopped meters', 'max(purser_stopped_meters)'),
    number('Sums of spend made anew', 'max(purser_spend_rebuilding)'),
    number('Readers of events', 'sum(purser_event_streams)', { red: 1_000_000 }),
  ],
  'The service': [
    number('Replicas', 'count(purser_build_info)', { red: 1_000_000 }),
    number('Without a database', 'count(purser_figures_up == 0) or vector(0)'),
    lines('Decisions', 'reqps', [
      ['sum by (outcome) (rate(purser_decision_seconds_count[$__rate_interval]))', '{{outcome}}'],
    ]),
    lines('Time of a decision', 's', [
      [slowest('purser_decision_seconds', '', 0.5), 'median'],
      [slowest('purser_decision_seconds'), '99th percentile'],
    ]),
    lines('Answers', 'reqps', [
      ['sum by (status) (rate(purser_http_request_seconds_count[$__rate_interval]))', '{{status}}'],
    ]),
    lines('Queue', 'short', [
      ['sum(purser_queue_commands)', 'commands'],
      ['max(purser_queue_largest_share)', 'of one tree'],
    ]),
    lines('Turned away', 'reqps', [
      ['sum by (full) (rate(purser_queue_refusals_total[$__rate_interval]))', '{{full}} is full'],
      ['sum by (reason) (rate(purser_refused_keys_total[$__rate_interval]))', 'key is {{reason}}'],
    ]),
    lines('Steps of a batch, 99th percentile', 's', [[slowest('purser_flight_seconds', 'step'), '{{step}}']]),
    lines('Connections that are waited for', 'short', [
      ['sum by (pool) (purser_pool_connections{state="waiting"})', '{{pool}}'],
    ]),
    lines('Late releases of expired holds, 99th percentile', 's', [
      [slowest('purser_expiry_lag_seconds'), 'late by'],
    ]),
    lines('Memory', 'bytes', [['process_resident_memory_bytes{job="purser"}', '{{instance}}']]),
  ],
};

const dashboard = new DashboardBuilder('Purser')
  .uid('purser')
  .description('Budgets of agents: spend, denials, what waits, what follows, and how the service does.')
  .tags(['purser'])
  .timezone('browser')
  .time({ from: 'now-6h', to: 'now' })
  .refresh('30s')
  .readonly()
  .withVariable(new DatasourceVariableBuilder('prometheus').label('Prometheus').type('prometheus'))
  .withVariable(
    new QueryVariableBuilder('tree')
      .label('Tree')
      .datasource(PROMETHEUS)
      .query('label_values(purser_tree_info, tree)')
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .multi(true)
      .includeAll(true)
      .allValue('.*'),
  );
for (const [title, panels] of Object.entries(ROWS)) {
  dashboard.withRow(new RowBuilder(title));
  for (const panel of panels) dashboard.withPanel(panel);
}

const text = await format(JSON.stringify(dashboard.build()), { parser: 'json', printWidth: 110 });
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error(
    'watch/grafana/dashboards/purser.json is not what scripts/dashboard.mjs makes: npm run dashboard',
  );
  process.exit(1);
}
