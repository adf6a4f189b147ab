import { StartupError } from '../../runtime/startup-error.js';

/** A record of a file, with the line on which it begins. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** Fields longer than this, and records of more, are of no invoice. */
const MAX_FIELD = 10_000;
const MAX_FIELDS = 1_000;

/** Reads comma-separated values as RFC 4180 has them: quoted fields may have commas, quotes and ends of lines in them. */
export function readCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] };
    let isOpen = true;
    while (isOpen) {
      const field = text[at] === '"' ? quoted(text, at, line) : plain(text, at);
      if (field.value.length > MAX_FIELD || record.fields.length >= MAX_FIELDS)
        throw new StartupError(
          `line ${line}: a field of more than ${MAX_FIELD} characters, or more than ${MAX_FIELDS} fields`,
        );
      record.fields.push(field.value);
      line += field.value.split('\n').length - 1;
      at = field.end;
      isOpen = text[at] === ',';
      if (isOpen) at += 1;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    if (at < text.length) at += 1;
    line += 1;
    if (record.fields.length > 1 || record.fields[0] !== '') records.push(record);
  }
  return records;
}

function plain(text: string, from: number): { value: string; end: number } {
  let end = from;
  while (end < text.length && !',\n'.includes(text[end]!) && !(text[end] === '\r' && text[end + 1] === '\n'))
    end += 1;
  return { value: text.slice(from, end), end };
}

function quoted(text: string, from: number, line: number): { value: string; end: number } {
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new StartupError(`line ${line}: a quote is not closed`);
    parts.push(text.slice(at, quote));
    if (text[quote + 1] !== '"') {
      const end = quote + 1;
      const isEnd =
        end >= text.length || text[end] === ',' || text[end] === '\n' || text.startsWith('\r\n', end);
      if (!isEnd) throw new StartupError(`line ${line}: text after a quoted field`);
      return { value: parts.join(''), end };
    }
    parts.push('"');
    at = quote + 2;
  }
}
