/** A statement that a client has sent to be executed. */
export interface Execution {
  statement: string;
  /** The server has done with it when it has said this often, since the session began, that it is ready. */
  doneAt: number;
}

/**
 * Reads what a client of Postgres sends, as far as is needed to know what it executes. Answers a function that takes
 * the bytes of one connection as they come.
 */
export function readClient(): (data: Buffer) => Execution[] {
  const prepared = new Map<string, string>();
  // The first message has no type.
  const split = splitter(false);
  // The server says for the first time that it is ready when it lets the client in.
  let asked = 1;
  return (data) => {
    const executed: Execution[] = [];
    for (const { type, body } of split(data)) {
      const first = textAt(body, 0);
      const second = textAt(body, first.end);
      // Query: its text. Parse: a name, and the statement it stands for. Bind: a portal, and a name to execute in it.
      if (type === 'Q') executed.push({ statement: first.text, doneAt: asked + 1 });
      else if (type === 'P') prepared.set(first.text, second.text);
      else if (type === 'B') executed.push({ statement: prepared.get(second.text) ?? '', doneAt: asked + 1 });
      // Sync ends what was sent since the last one; a Query ends itself.
      if (type === 'Q' || type === 'S') asked += 1;
    }
    return executed;
  };
}

/** Counts how often a server has said that it is ready: takes the bytes of one connection, answers the count so far. */
export function countReady(): (data: Buffer) => number {
  const split = splitter(true);
  let ready = 0;
  return (data) => {
    ready += split(data).filter(({ type }) => type === 'Z').length;
    return ready;
  };
}

interface Message {
  type: string;
  body: Buffer;
}

/** Cuts a stream into messages: a type of one byte, a length that counts itself, a body. */
function splitter(typed: boolean): (data: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let head = typed ? 1 : 0;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    const messages: Message[] = [];
    while (rest.length >= head + 4) {
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) break;
      messages.push({ type: rest.toString('latin1', 0, head), body: rest.subarray(head + 4, end) });
      rest = rest.subarray(end);
      head = 1;
    }
    return messages;
  };
}

/** Text that ends with a zero byte, and where the next one begins; nothing where there is none. */
function textAt(body: Buffer, start: number): { text: string; end: number } {
  const zero = body.indexOf(0, start);
  return zero < 0
    ? { text: '', end: body.length }
    : { text: body.toString('utf8', start, zero), end: zero + 1 };
}
