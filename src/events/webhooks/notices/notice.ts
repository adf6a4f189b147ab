/** What people are to read of an event. All of it is text that can be shown: see `shown`. Each kind of webhook writes it in its own way. */
export interface Notice {
  /** One line. */
  title: string;
  sentences: string[];
  facts: Fact[];
  /** The reservation or budget that it is about: what is said of one thing belongs together. */
  about: string;
  /** Where people can look at it; null where nobody has said where the console is. */
  link: string | null;
  /** The reservation that waits for people, where it does. */
  waits: Waiting | null;
}

interface Fact {
  name: string;
  text: string;
}

interface Waiting {
  reservationId: string;
  /** Of the request that people see, and can decide on. */
  fingerprint: string | null;
}

/** A sentence and nothing else. */
export const saying = (text: string): Notice => ({
  title: text,
  sentences: [],
  facts: [],
  about: '',
  link: null,
  waits: null,
});

export const MAX_TITLE = 140;
export const MAX_SENTENCE = 600;
export const MAX_FACT = 1_000;
