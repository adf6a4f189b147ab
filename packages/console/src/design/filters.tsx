import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Button } from './button.js';
import styles from './filters.module.css';
import { instantOf, localOf } from './local-time.js';

/** What can be filled in: a text, a time (yours), one choice or none, or some of them. */
export interface Filter {
  readonly name: string;
  readonly label: ReactNode;
  readonly kind?: 'text' | 'time' | 'choice' | 'choices';
  /** Of choices, what they mean; of a text, what is suggested. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
  /** Seldom asked for: shown where it is set, or where somebody wants to see it. */
  readonly seldom?: boolean;
  readonly placeholder?: string;
}

/** What is asked for, by the names of the filters: each is a text, and some choices have commas between them. */
export type FilterValues = Readonly<Record<string, string>>;

export interface FiltersProps {
  /** What is searched, for those who hear it. */
  readonly label: string;
  readonly filters: readonly Filter[];
  readonly values: FilterValues;
  readonly search: (values: FilterValues) => void;
}

/** What a list is searched by. Choices search at once, texts and times with Enter. */
export function Filters({ label, filters, values, search }: FiltersProps) {
  const form = useRef<HTMLFormElement>(null);
  const isSet = ({ name }: Filter): boolean => values[name] !== undefined;
  const [open, setOpen] = useState(filters.some((filter) => filter.seldom && isSet(filter)));
  // What is being typed stays while the page is shown anew: controls follow the address, and nothing else.
  const asked = JSON.stringify(values);
  useEffect(() => {
    if (form.current) show(form.current, filters, values);
  }, [asked]);
  const submit = (): void => {
    if (form.current) search(askedIn(form.current, filters, values));
  };
  return (
    <form
      ref={form}
      role="search"
      aria-label={label}
      className={styles.filters}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onChange={({ target }) => {
        const isTyped = target instanceof HTMLInputElement && !['checkbox', 'radio'].includes(target.type);
        if (!isTyped) submit();
      }}
    >
      {filters
        .filter((filter) => open || !filter.seldom || isSet(filter))
        .map((filter) => (
          <Control key={filter.name} filter={filter} value={values[filter.name] ?? ''} />
        ))}
      <div className={styles.buttons}>
        <Button type="submit" small>
          Search
        </Button>
        {filters.some(({ seldom }) => seldom) && (
          <Button look="quiet" small aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Fewer filters' : 'More filters'}
          </Button>
        )}
        {filters.some(isSet) && (
          <Button look="quiet" small onClick={() => search({})}>
            Clear
          </Button>
        )}
      </div>
    </form>
  );
}

interface FilterControlProps {
  readonly filter: Filter;
  /** What is asked for as the control comes to be shown. */
  readonly value: string;
}

function Control({ filter, value: asked }: FilterControlProps) {
  const { name, label, kind = 'text', choices = [], placeholder } = filter;
  const id = useId();
  if (kind === 'choices')
    return (
      <fieldset className={styles.choices}>
        <legend>{label}</legend>
        {choices.map(([value, text]) => (
          <label key={value}>
            <input
              type="checkbox"
              name={name}
              value={value}
              defaultChecked={asked.split(',').includes(value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
    );
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {kind === 'choice' ? (
        <select id={id} name={name} defaultValue={asked}>
          <option value="">any</option>
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={name}
          type={kind === 'time' ? 'datetime-local' : 'text'}
          defaultValue={kind === 'time' ? localOf(asked) : asked}
          placeholder={placeholder}
          list={choices.length > 0 ? `${id}-known` : undefined}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {kind === 'text' && choices.length > 0 && (
        <datalist id={`${id}-known`}>
          {choices.map(([value, text]) => (
            <option key={value} value={value} label={text} />
          ))}
        </datalist>
      )}
    </div>
  );
}

/** The controls of one name; none where it is not shown. */
const controlsOf = (form: HTMLFormElement, name: string): (HTMLInputElement | HTMLSelectElement)[] =>
  [...form.elements].flatMap((one) =>
    (one instanceof HTMLInputElement || one instanceof HTMLSelectElement) && one.name === name ? [one] : [],
  );

/** Puts into the controls what is asked for. */
function show(form: HTMLFormElement, filters: readonly Filter[], values: FilterValues): void {
  for (const { name, kind } of filters) {
    const text = values[name] ?? '';
    for (const control of controlsOf(form, name))
      if (control instanceof HTMLInputElement && control.type === 'checkbox')
        control.checked = text.split(',').includes(control.value);
      else control.value = kind === 'time' ? localOf(text) : text;
  }
}

/** What the controls ask for. What is not shown stays as it was asked for. */
function askedIn(form: HTMLFormElement, filters: readonly Filter[], values: FilterValues): FilterValues {
  const asked: Record<string, string> = {};
  for (const { name, kind } of filters) {
    const controls = controlsOf(form, name);
    const before = values[name] ?? '';
    const typed = controls
      .filter(
        (control) => !(control instanceof HTMLInputElement) || control.type !== 'checkbox' || control.checked,
      )
      .map(({ value }) => value.trim())
      .join(',');
    const isTime = kind === 'time';
    const text =
      controls.length === 0 || (isTime && typed === localOf(before))
        ? before
        : isTime
          ? instantOf(typed)
          : typed;
    if (text !== '') asked[name] = text;
  }
  return asked;
}
