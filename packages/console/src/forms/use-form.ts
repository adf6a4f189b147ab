import { PurserError } from '@purser/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { once } from '../api/client.js';
import { fieldMessage, fieldMessageBelow } from '../api/errors.js';
import { useUnsaved } from './unsaved.js';
import { changedIn, textIn, type Values } from './values.js';

/** What is saved, and the revision of the budget's settings at that; 0 for what has none. */
interface Snapshot {
  readonly values: Values;
  readonly revision: number;
}

/** What is sent of a form. */
export interface FormSending extends Snapshot {
  /** The fields that were changed, by their names. */
  readonly changed: readonly string[];
  readonly header: ReturnType<typeof once>;
}

export interface FormOptions<Answer> {
  /** As it is saved now. Whoever has changed nothing sees it follow. */
  readonly saved: Snapshot;
  readonly send: (sending: FormSending) => Promise<Answer>;
  /** What is waited for before the form shows what is saved again. */
  readonly done: (answer: Answer, sent: FormSending, before: Snapshot) => unknown;
  /** Reads what is saved anew: after somebody else has changed it. */
  readonly reload?: () => Promise<Snapshot>;
}

/** A form as its fields see it. */
export interface FormState {
  readonly values: Values;
  readonly changed: readonly string[];
  readonly busy: boolean;
  readonly error: unknown;
  /** What somebody else has saved meanwhile, and what it was before; null where nobody has. */
  readonly conflict: { readonly theirs: Values; readonly before: Values } | null;
  /** The labels of the fields that are shown, by the names that errors have for them. */
  readonly labels: Map<string, string>;
  readonly set: (name: string, text: string) => void;
  readonly replace: (values: Values) => void;
  readonly reset: () => void;
  readonly submit: () => void;
  /** Sends what was changed here on top of what was saved meanwhile. */
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
  /** What the service says of a field, until that holds something else. */
  readonly messageAt: (name: string, also?: string) => string | undefined;
}

const isOutdated = (error: unknown): boolean =>
  error instanceof PurserError && error.code === 'revision_mismatch';

/** The state of a form: what it holds, whether that is saved, and what the service says of it. */
export function useForm<Answer>({ saved, send, done, reload }: FormOptions<Answer>): FormState {
  const [draft, setDraft] = useState<{ base: Snapshot; values: Values } | null>(null);
  const [theirs, setTheirs] = useState<Snapshot | null>(null);
  const { base, values } = draft ?? { base: saved, values: saved.values };
  const changed = changedIn(base.values, values);
  const labels = useRef(new Map<string, string>());
  const header = useHeaderOf();
  useUnsaved(changed.length > 0);

  const sending = useMutation({
    mutationFn: send,
    onSuccess: async (answer, sent) => {
      header.forget();
      await done(answer, sent, base);
      setDraft(null);
    },
    onError: async (error) => {
      if (isOutdated(error) && reload) setTheirs(await reload());
    },
  });
  const sendOn = (on: Snapshot, values: Values): void => {
    const { revision } = on;
    sending.mutate({
      values,
      revision,
      changed: changedIn(on.values, values),
      header: header.of(values, revision),
    });
  };
  const replace = (next: Values): void =>
    setDraft(changedIn(base.values, next).length === 0 ? null : { base, values: next });
  const reset = (): void => {
    setDraft(null);
    setTheirs(null);
    sending.reset();
  };
  return {
    values,
    changed,
    busy: sending.isPending,
    error: sending.error,
    conflict: theirs && { theirs: theirs.values, before: base.values },
    labels: labels.current,
    set: (name, text) => replace({ ...values, [name]: text }),
    replace,
    reset,
    submit: () => sendOn(base, values),
    keepMine: () => {
      if (!theirs) return;
      const mine = Object.fromEntries(changed.map((name) => [name, textIn(values, name)]));
      const next = { ...theirs.values, ...mine };
      setDraft({ base: theirs, values: next });
      setTheirs(null);
      sendOn(theirs, next);
    },
    takeTheirs: reset,
    messageAt: (name, also) =>
      textIn(values, name) === textIn(sending.variables?.values ?? {}, name)
        ? (fieldMessageBelow(sending.error, name) ??
          (also === undefined ? undefined : fieldMessage(sending.error, also)))
        : undefined,
  };
}

/** One idempotency key for each thing that is sent: sent again, since its answer was lost, it is carried out once. */
function useHeaderOf() {
  const last = useRef<{ what: string; header: ReturnType<typeof once> } | null>(null);
  return {
    of: (values: Values, revision: number): ReturnType<typeof once> => {
      const what = JSON.stringify([values, revision]);
      if (last.current?.what !== what) last.current = { what, header: once() };
      return last.current.header;
    },
    forget: (): void => {
      last.current = null;
    },
  };
}
