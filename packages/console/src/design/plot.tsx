import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, type PointerEvent } from 'react';
import UPlot from 'uplot';
import { markedFill } from './chart-fills.js';
import {
  isStacked,
  moneyTicks,
  placedSeries,
  toneOf,
  type ChartPoint,
  type ChartSeries,
  type MoneyTick,
} from './chart-values.js';
import styles from './chart.module.css';
import { useScheme } from './use-scheme.js';

export interface PlotProps {
  readonly points: readonly ChartPoint[];
  /** All of them: each keeps its colour when others are left out. */
  readonly series: readonly ChartSeries[];
  readonly shown: readonly ChartSeries[];
  readonly at: number | null;
  readonly height: number;
  readonly onPoint: (at: number | null) => void;
}

/** The colours of the style sheet, as a canvas takes them. */
type Colors = Readonly<Record<string, string>>;

/** Room of a time below the axis, and of an amount beside it, in pixels. */
const TIME_ROOM = 64;
const AMOUNT_ROOM = 24;

/** Where nothing is looked at. */
const OUTSIDE = -10;

/** uPlot would follow the pointer between points: what is looked at is one of them. */
const nobody = (): null => null;
const UNBOUND = {
  mousemove: nobody,
  mouseenter: nobody,
  mouseleave: nobody,
  mousedown: nobody,
  dblclick: nobody,
};

/** The part of a chart that is drawn. It says nothing to those who hear the page: what is around it does. */
export function Plot({ points, series, shown, at, height, onPoint }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(null);
  const scheme = useScheme();
  useEffect(() => {
    const { current } = host;
    if (!current) return;
    const drawn = drawnIn(current, { points, series, shown, height });
    plot.current = drawn;
    const sizes = new ResizeObserver(() => drawn.setSize({ width: current.clientWidth, height }));
    sizes.observe(current);
    return () => {
      sizes.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [points, series, shown, height, scheme]);
  useEffect(() => {
    const left = at === null ? OUTSIDE : (plot.current?.valToPos(at, 'x') ?? OUTSIDE);
    plot.current?.setCursor({ left, top: 0 }, false);
  }, [at, points, series, shown, height, scheme]);
  const look = ({ clientX }: PointerEvent): void => {
    const { current } = plot;
    if (current) onPoint(current.posToIdx(clientX - current.over.getBoundingClientRect().left));
  };
  return (
    <div
      ref={host}
      className={styles.host}
      aria-hidden
      onPointerDown={look}
      onPointerMove={look}
      onPointerLeave={() => onPoint(null)}
    />
  );
}

type Drawing = Pick<PlotProps, 'points' | 'series' | 'shown' | 'height'>;

function drawnIn(host: HTMLElement, { points, series, shown, height }: Drawing): UPlot {
  const { ends, low, high } = placedSeries(shown, points.length);
  const ticks = moneyTicks(low, high);
  const colors = colorsIn(host);
  // What stands on others reaches higher, and is drawn before them; lines are drawn over all.
  const order = shown.map((_, i) => i).sort((a, b) => rankOf(shown[a]) - rankOf(shown[b]) || b - a);
  const data: UPlot.AlignedData = [points.map((_, i) => i), ...order.map((i) => [...(ends[i] ?? [])])];
  const options: UPlot.Options = {
    width: host.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, bind: UNBOUND, points: { show: false } },
    scales: { x: { time: false, range: [-0.5, points.length - 0.5] }, y: { range: () => reachOf(ticks) } },
    axes: [timeAxis(points, colors), moneyAxis(ticks, colors)],
    series: [{}, ...order.flatMap((i) => shown[i] ?? []).map((one) => drawnSeries(series, one, colors))],
  };
  return new UPlot(options, data, host);
}

const rankOf = (one: ChartSeries | undefined): number => (one && isStacked(one) ? 0 : 1);

function reachOf(ticks: readonly MoneyTick[]): [number, number] {
  const [first = 0, last = 0] = [ticks[0]?.at, ticks.at(-1)?.at];
  return [first, last === first ? first + 1 : last];
}

/** A canvas takes no names of the style sheet: what they stand for is asked of an element. */
function colorsIn(host: HTMLElement): Colors {
  const probe = document.createElement('span');
  host.append(probe);
  const tones = ['tone1', 'tone2', 'tone3', 'tone4', 'tone5', 'tone6'];
  const names = [...tones, 'rest', 'line', 'dashed', 'ground', 'grid', 'axis'];
  const colors = names.map((name): [string, string] => {
    probe.className = styles[name] ?? '';
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colors);
}

function drawnSeries(series: readonly ChartSeries[], one: ChartSeries, colors: Colors): UPlot.Series {
  const { look = 'bar' } = one;
  const tone = toneOf(series, one);
  const color = colors[tone] ?? '';
  const ground = colors.ground ?? '';
  if (!isStacked(one))
    return {
      stroke: color,
      width: 2,
      points: { show: false },
      ...(look === 'dashed' ? { dash: [5, 4] } : {}),
    };
  const fill = markedFill(tone, color, ground);
  const common = { fill: () => fill, fillTo: () => 0, points: { show: false } };
  if (look === 'area') return { ...common, stroke: color, width: 1 };
  const paths = UPlot.paths.bars?.({ size: [0.8, 48] });
  return { ...common, stroke: ground, width: 1, ...(paths && { paths }) };
}

/** As many times as there is room for, each below its point. */
const timeAxis = (points: readonly ChartPoint[], colors: Colors): UPlot.Axis => ({
  stroke: colors.axis ?? '',
  font: fontOf(),
  grid: { show: false },
  ticks: { show: false },
  gap: 4,
  size: 24,
  splits: ({ width }) => {
    const every = Math.max(
      1,
      Math.ceil((points.length * TIME_ROOM) / Math.max(TIME_ROOM, width - TIME_ROOM)),
    );
    return points.map((_, i) => i).filter((i) => i % every === 0);
  },
  values: (_, splits) => splits.map((i) => points[i]?.tick ?? ''),
});

const moneyAxis = (ticks: readonly MoneyTick[], colors: Colors): UPlot.Axis => ({
  stroke: colors.axis ?? '',
  font: fontOf(),
  grid: { stroke: colors.grid ?? '', width: 1 },
  ticks: { show: false },
  gap: 6,
  space: AMOUNT_ROOM,
  size: (_, values) => 14 + 7 * Math.max(1, ...(values ?? []).map(({ length }) => length)),
  splits: () => ticks.map(({ at }) => at),
  values: () => ticks.map(({ text }) => text),
});

const fontOf = (): string => `12px ${getComputedStyle(document.body).fontFamily}`;
