import { Injectable } from '@nestjs/common';
import { Access } from '../../access/access.js';
import type { Principal } from '../../access/principal.js';
import { couldHave } from '../../core/keys.js';
import { Ledger } from '../../ledger/ledger.js';
import { Problem } from '../problems/problem.js';
import type { SlackButtonsBody } from './webhook-kinds.dto.js';

/**
 * Who may be named as somebody whose clicks decide. The one who names people, and the signing secret with them, could click for
 * them all: so only those are named whose keys the namer could have had anyway, as whoever rotates a key has it.
 */
@Injectable()
export class ButtonPeople {
  constructor(
    private readonly access: Access,
    private readonly ledger: Ledger,
  ) {}

  /** Throws for somebody else; `budgetId` is that of the webhook. */
  async check(namer: Principal, buttons: SlackButtonsBody | null, budgetId: string | null): Promise<void> {
    if (!buttons || namer.budgetId === null || budgetId === null) return;
    const place = await this.ledger.find('budget', budgetId);
    if (!place) return;
    const { treeId } = place;
    const isTheirs = ({ id: holder, issuedBy, budgetId: at }: Principal): boolean =>
      couldHave(namer.id, namer.budgetId, { holder, issuedBy }, at === treeId ? undefined : treeId);
    for (const holder of new Set(Object.values(buttons.people))) {
      if (holder === namer.id) continue;
      const keys = await this.access.keysOf(holder, treeId);
      if (keys.length === 0 || !keys.every(isTheirs))
        throw new Problem(
          'forbidden',
          `You can name yourself, and holders whose keys you have handed out or could rotate; ${holder} is neither.`,
          { scope: 'budget' },
        );
    }
  }
}
