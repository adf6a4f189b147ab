import { idOf, uuidOf } from '../ids/ids.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { Coalescer } from '../runtime/coalesce.js';
import { findTrees, type FindableKind } from './sql/find-trees.js';
import { pathOf } from '../rows/budgets.js';

/** Where something lives. It never moves, so that it can be remembered for ever. */
export interface Place {
  treeId: string;
  budgetId: string;
  /** The ancestors of the budget, from the root down. */
  path: readonly string[];
}

/** How many places are remembered: some 200 bytes each. */
const REMEMBERED = 100_000;

/** Finds the tree and the budget of ids, so that every other statement can name the tree it works in. */
export class Locator {
  /** In the order in which they were learned. */
  private readonly places = new Map<string, Place>();
  private readonly questions = new Coalescer<string, Map<string, Place>>();

  constructor(private readonly link: ResilientClient) {}

  /** What is known without asking. */
  known(id: string): Place | undefined {
    return this.places.get(id);
  }

  remember(id: string, place: Place): void {
    if (this.places.size >= REMEMBERED) this.places.delete(this.places.keys().next().value!);
    this.places.set(id, place);
  }

  /** The place of an id; null if there is no such thing. Questions of the same moment are asked in one query. */
  async find(kind: FindableKind, id: string): Promise<Place | null> {
    const found = await this.questions.ask(kind, id, (ids) => this.findAll(kind, ids));
    return found.get(id) ?? null;
  }

  private async findAll(kind: FindableKind, ids: string[]): Promise<Map<string, Place>> {
    const found = new Map<string, Place>();
    for (const row of await this.link.use((sql) => findTrees(sql, kind, ids.map(uuidOf)))) {
      const place: Place = {
        treeId: idOf('budget', row.tree_id),
        budgetId: idOf('budget', row.budget_id),
        path: pathOf(row.path),
      };
      const id = idOf(kind, row.id);
      found.set(id, place);
      this.remember(id, place);
    }
    return found;
  }
}
