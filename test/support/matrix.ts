import type { Role } from '../../src/core/keys.js';
import { Browser } from './browser.js';
import { made, type Client } from './client.js';
import { Fleet } from './fleet.js';
import { Issuer } from './issuer.js';
import { CALL, changes, REQUESTS, type Operation, type Relation, type Target } from './operations.js';

export interface NewKey {
  id: string;
  secret: string;
}

/** A client with a key of a role, bound to its own budget, and what it can ask about. */
export interface Scene {
  readonly client: Client;
  readonly own: string;
  readonly target: Target;
}

/** A service with budgets, and keys of every role in every relation to them. */
export class Matrix {
  private readonly shared = new Map<string, Promise<Scene & { before: string }>>();

  private constructor(
    private readonly fleet: Fleet,
    readonly people: Issuer,
    readonly admin: Client,
  ) {}

  static async start(): Promise<Matrix> {
    const people = await Issuer.start();
    const fleet = await Fleet.start(1, people.environment);
    return new Matrix(fleet, people, fleet.client());
  }

  async stop(): Promise<void> {
    await this.fleet.stop();
    this.people.stop();
  }

  async issue(budgetId: string, role: Role): Promise<NewKey> {
    return made(await this.admin.post<NewKey>(`/v1/budgets/${budgetId}/keys`, { name: role, role }));
  }

  /** A webhook with a delivery. It is paused, so that nothing is sent. */
  private async subscribed(budgetId: string): Promise<Pick<Target, 'webhook' | 'delivery'>> {
    const url = 'https://example.com/hook';
    const { id } = made(await this.admin.post<{ id: string }>('/v1/webhooks', { budgetId, url }));
    made(await this.admin.patch(`/v1/webhooks/${id}`, { state: 'paused' }));
    const ping = made(await this.admin.post<{ id: string }>(`/v1/webhooks/${id}/test`));
    return { webhook: id, delivery: ping.id };
  }

  /** A client with a new key of a role, bound to a new budget, and something new in the relation to that budget. */
  async scene(role: Role, relation: Relation, needsWebhook = false): Promise<Scene> {
    const { admin } = this;
    const envelopes = [{ window: 'day', limit: '50' }];
    const settings = { name: 'n', guarantee: '40', envelopes };
    const root = await admin.root('1000');
    const parent = await admin.child(root.id, '100', { envelopes });
    const own = await admin.child(parent.id, '50', { envelopes });
    const related = {
      own: async () => own,
      below: () => admin.child(own.id, '20', settings),
      ancestor: async () => parent,
      sibling: () => admin.child(parent.id, '20', settings),
      'other tree': () => admin.root('100', { envelopes }),
    };
    const budget = await related[relation]();
    const { secret } = await this.issue(own.id, role);
    const session = made(await new Browser(admin.baseUrl).signIn(secret)).id;
    const held = made(await admin.reserve(budget.id, '2', { settleable: true }));
    const price = await admin.write<{ id: string }>('PUT', `/v1/budgets/${budget.id}/prices`, CALL, {
      revision: 1,
    });
    return {
      client: admin.as(secret),
      own: own.id,
      target: {
        budget: budget.id,
        reservation: held.id,
        envelope: budget.envelopes![0]!.id,
        price: made(price).id,
        // Setting the price was the first change of its settings.
        revision: 2,
        key: (await this.issue(budget.id, 'auditor')).id,
        session,
        ...(needsWebhook ? await this.subscribed(budget.id) : { webhook: '', delivery: '' }),
      },
    };
  }

  /** A scene to ask this in: one of its own where the answer may be that something has changed. */
  async sceneFor(operation: Operation, role: Role, relation: Relation): Promise<Scene> {
    return changes(operation, role, relation)
      ? await this.scene(role, relation, REQUESTS[operation.id]?.id === 'webhook')
      : await this.sharedScene(role, relation);
  }

  /** A scene for all that changes nothing there: what is refused, and what is read. */
  async sharedScene(role: Role, relation: Relation): Promise<Scene> {
    const name = `${role}, ${relation}`;
    const found = this.shared.get(name) ?? this.remembered(role, relation);
    this.shared.set(name, found);
    return await found;
  }

  /** The budgets of shared scenes that were written to since these were made. */
  async written(): Promise<string[]> {
    const written = [];
    for (const [name, scene] of this.shared) {
      const { target, before } = await scene;
      if ((await this.stateOf(target.budget)) !== before) written.push(name);
    }
    return written;
  }

  private async remembered(role: Role, relation: Relation): Promise<Scene & { before: string }> {
    const scene = await this.scene(role, relation, true);
    return { ...scene, before: await this.stateOf(scene.target.budget) };
  }

  /** It is another one after every write. */
  private async stateOf(budgetId: string): Promise<string> {
    const budget = made(
      await this.admin.get<{ version: number; revision: number }>(`/v1/budgets/${budgetId}`),
    );
    return `${budget.version}, ${budget.revision}`;
  }
}
