import type { JsonObject } from '../../core/canonical.js';
import type { WriteClient } from '../../database/connections.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import { idOf, isId, uuidOf } from '../../ids/ids.js';
import { UnavailableError } from '../../runtime/try-later.js';
import { answeredOnce, isWithinReach, type RequestOutcome, type Request } from '../answered-once.js';
import { findBudget } from '../sql/find-entry.js';
import type { Answered } from '../sql/requests.js';
import { OLDEST_MS } from './meter-events.js';
import { meterEventView, metersView, type MetersFacts } from './meter-view.js';
import * as change from './sql/change.js';
import { deleteForgottenMeters } from './sql/hold.js';

/** Why nothing was changed. */
type NotDone =
  | 'not_found'
  | 'not_a_root'
  | 'key_missing'
  | 'other_mode'
  | 'no_dimension'
  | 'scale_too_small'
  | 'event_not_found'
  | 'not_parked'
  | 'too_old'
  | 'not_whole'
  | 'uncertain';

/** What became of a request about meters. */
export type MeterOutcome = RequestOutcome<NotDone>;

/** When it is worth asking again for meters while the ones of before are deleted. */
const DELETING_SECONDS = 5;

type Work = { subjectId: string; answer: JsonObject } | NotDone;

/** Changes the meters of trees. Each request is one transaction with the answer to its key. */
export class MeterSinks {
  constructor(
    private readonly link: ResilientClient,
    /** How long after a lost answer an event may be sent again. */
    private readonly retryMs: number,
    private readonly onChange: () => void,
  ) {}

  /** Sets the meters of a tree. Without a key, that of the meters before is kept. */
  async set(request: Request, budgetId: string, asked: change.MetersAsked): Promise<MeterOutcome> {
    return await this.onRoot(request, budgetId, async (tx, treeId) => {
      const { meters: before, isDeleting } = await change.lockMeters(tx, treeId);
      // Their events are no events of the new ones.
      if (isDeleting) throw new UnavailableError('The meters of before are being deleted.', DELETING_SECONDS);
      const { scale, dimensions } = await change.findTree(tx, treeId);
      const mode = asked.apiKey?.split('_')[1];
      if (mode === undefined && !before) return 'key_missing';
      if (mode !== undefined && before && before.mode !== mode) return 'other_mode';
      if (!dimensions?.includes(asked.customerLabel)) return 'no_dimension';
      const meters = asked.meters.map((meter) => ({
        ...meter,
        scale: meter.scale ?? (meter.measure === 'spent' ? scale : 0),
      }));
      // What is paid has to be a whole number of the meter's units: nothing is rounded.
      if (meters.some((meter) => meter.measure === 'spent' && meter.scale < scale)) return 'scale_too_small';
      // Whoever sets them again and again does not let go on what was paused, after a restore for one.
      const state = asked.state ?? (before?.state === 'paused' ? 'paused' : 'active');
      const facts = await change.setMeters(tx, treeId, { ...asked, meters, state }, request.principal.id);
      if (before?.state === 'paused' && state === 'active') await change.beginAnew(tx, treeId);
      return metersView(facts);
    });
  }

  async remove(request: Request, budgetId: string): Promise<MeterOutcome> {
    return await this.onMeters(request, budgetId, async (tx, treeId, meters) => {
      await change.deleteMeters(tx, treeId);
      // Where there are few events all is done at once.
      await deleteForgottenMeters(tx);
      return deleted(metersView(meters));
    });
  }

  /** Sends an event again that is parked. `isNotThere`: somebody has looked, and Stripe does not have it. */
  async retry(
    request: Request,
    budgetId: string,
    eventId: string,
    isNotThere: boolean,
  ): Promise<MeterOutcome> {
    return await this.onParked(request, budgetId, eventId, async (tx, treeId, event) => {
      if (event.age > OLDEST_MS) return 'too_old';
      if (event.reason === 'not_whole') return 'not_whole';
      const isUncertain = event.uncertain_for !== null && event.uncertain_for >= this.retryMs;
      if (isUncertain && !isNotThere) return 'uncertain';
      return meterEventView(await change.retryEvent(tx, treeId, event.id, isNotThere));
    });
  }

  /** Leaves an event out for good that is parked. */
  async skip(request: Request, budgetId: string, eventId: string): Promise<MeterOutcome> {
    return await this.onParked(request, budgetId, eventId, async (tx, treeId, { id }) =>
      meterEventView(await change.skipEvent(tx, treeId, id)),
    );
  }

  private onParked(
    request: Request,
    budgetId: string,
    eventId: string,
    work: (tx: WriteClient, treeId: string, event: change.FoundEvent) => Promise<JsonObject | NotDone>,
  ): Promise<MeterOutcome> {
    return this.onMeters(request, budgetId, async (tx, treeId) => {
      const event = await change.lockEvent(tx, treeId, uuidOf(eventId));
      if (!event) return 'event_not_found';
      return event.state === 'parked' ? await work(tx, treeId, event) : 'not_parked';
    });
  }

  private onMeters(
    request: Request,
    budgetId: string,
    work: (tx: WriteClient, treeId: string, meters: MetersFacts) => Promise<JsonObject | NotDone>,
  ): Promise<MeterOutcome> {
    return this.onRoot(request, budgetId, async (tx, treeId) => {
      const { meters } = await change.lockMeters(tx, treeId);
      return meters ? await work(tx, treeId, meters) : 'not_found';
    });
  }

  private async onRoot(
    request: Request,
    budgetId: string,
    work: (tx: WriteClient, treeId: string) => Promise<JsonObject | NotDone>,
  ): Promise<MeterOutcome> {
    const uuid = uuidOf(budgetId);
    const once = async (tx: WriteClient): Promise<Work> => {
      const budget = await findBudget(tx, uuid);
      if (!budget || !(await isWithinReach(tx, request.principal, uuid))) return 'not_found';
      if (budget.path.length > 0) return 'not_a_root';
      const answer = await work(tx, uuid);
      return typeof answer === 'string' ? answer : { subjectId: uuid, answer };
    };
    const outcome = await answeredOnce(this.link, request, once, presentOf);
    if (outcome.status === 'done' && !outcome.first) this.onChange();
    return outcome;
  }
}

/** What an answer is about as it is now. */
async function presentOf(
  tx: WriteClient,
  { subjectId: treeId, answer }: Answered,
): Promise<JsonObject | null> {
  const { id } = answer as { id?: string };
  if (id !== undefined && isId('meterEvent', id)) {
    const facts = await change.lockEvent(tx, treeId, uuidOf(id));
    return facts && meterEventView(facts);
  }
  const { meters } = await change.lockMeters(tx, treeId);
  return meters ? metersView(meters) : deleted({ ...answer, budgetId: idOf('budget', treeId) });
}

const deleted = (view: JsonObject): JsonObject => ({ ...view, state: 'deleted', pauseReason: null });
