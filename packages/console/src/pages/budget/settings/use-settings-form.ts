import type { Budget } from '@purser/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { api, once } from '../../../api/client.js';
import { errorText } from '../../../api/errors.js';
import { notice } from '../../../design/notices.js';
import { useForm, type FormState, type FormSending } from '../../../forms/use-form.js';
import type { Values } from '../../../forms/values.js';

export interface SettingsFormOptions {
  readonly budget: Budget;
  /** What the fields hold of a budget as it is saved. */
  readonly valuesOf: (budget: Budget) => Values;
  /** Makes the change; answers the revision that it has made. */
  readonly change: (sending: FormSending) => Promise<number>;
  /** What is said when it is done. */
  readonly said: string;
  /** Whether the same change with what was there before takes it back. */
  readonly canUndo?: boolean;
  readonly close?: () => void;
}

/** A form for some of the settings of a budget, all of which are changed under its revision. */
export function useSettingsForm({
  budget,
  valuesOf,
  change,
  said,
  canUndo = false,
  close,
}: SettingsFormOptions): FormState {
  const { reload, refresh } = useBudgetReload(budget.id);
  const undo = async (sent: FormSending, values: Values, revision: number): Promise<void> => {
    try {
      await change({ ...sent, values, revision, header: once() });
      notice('Undone.');
    } catch (error) {
      notice(`Not undone. ${errorText(error)}`, 'bad');
    }
    await refresh();
  };
  return useForm({
    saved: { values: valuesOf(budget), revision: budget.revision },
    send: change,
    done: async (revision, sent, before) => {
      await refresh();
      const act = { name: 'Undo', act: () => void undo(sent, before.values, revision) };
      notice(said, 'plain', canUndo ? act : undefined);
      close?.();
    },
    reload: async () => {
      const now = await reload();
      return { values: valuesOf(now), revision: now.revision };
    },
  });
}

/** Reads a budget anew, after it was changed by somebody else, or from here. */
export function useBudgetReload(id: string) {
  const client = useQueryClient();
  return {
    reload: (): Promise<Budget> =>
      client.fetchQuery({
        ...api.queryOptions('get', '/v1/budgets/{id}', { params: { path: { id } } }),
        staleTime: 0,
      }),
    refresh: async (): Promise<void> => {
      const paths = ['/v1/budgets/{id}', '/v1/budgets/{id}/prices', '/v1/budgets/{id}/keys'];
      await Promise.all(paths.map((path) => client.invalidateQueries({ queryKey: ['get', path] })));
      await client.invalidateQueries({ queryKey: ['name', 'budget', id] });
    },
  };
}
