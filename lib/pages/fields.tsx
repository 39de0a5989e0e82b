import type { Field } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { describedBy, FieldFrame } from "./field-frame.js";

export interface FieldsProps {
  readonly context: PageContext;
  readonly fields: readonly Field[];
  readonly words: Readonly<Record<string, string>>;
  readonly errors: ReadonlyMap<string, string>;
  /** What may be shown again. */
  readonly typed?: Readonly<Record<string, string>> | undefined;
  /** Where another form of the page is the one that matters. Default `true`. */
  readonly autofocus?: boolean;
  /** Nothing else on the form is to be decided: where scripts run, the last digit of a code sends it. Default `false`. */
  readonly bySelf?: boolean;
}

/** Labelled inputs; what is wrong with one is said beside it and tied to it (WCAG 3.3.1). */
export function Fields(props: FieldsProps) {
  const { context, fields, words, errors, typed = {}, autofocus = true, bySelf = false } = props;
  // Only a name may ever come back: a password or a code that was typed is never sent to the page.
  const value = ({ name, autocomplete }: Field) =>
    autocomplete === "username" || autocomplete === "email" ? typed[name] : undefined;
  const shown = fields.filter(({ type }) => type !== "script"); // see StrategyScript
  const asked = shown.find((field) => errors.has(field.name) && value(field) === undefined);
  const first = asked ?? shown.find(({ name }) => errors.has(name)) ?? shown[0];
  return (
    <>
      {shown.map((field) => (
        <LabelledInput
          key={field.name}
          context={context}
          field={field}
          label={words[field.label] ?? field.label}
          hint={hintOf(field, words)}
          error={errors.get(field.name)}
          value={value(field)}
          autofocus={autofocus && field === first}
          digits={bySelf && fields.length === 1 ? field.digits : undefined}
        />
      ))}
    </>
  );
}

function hintOf({ hint, least }: Field, words: FieldsProps["words"]): string | undefined {
  return hint === undefined ? undefined : fillIn(words[hint] ?? hint, { least: String(least) });
}

interface LabelledInputProps {
  readonly context: PageContext;
  readonly field: Field;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly value: string | undefined;
  readonly autofocus: boolean;
  readonly digits: number | undefined;
}

function LabelledInput(props: LabelledInputProps) {
  const { context, field, label, hint, error, value, autofocus, digits } = props;
  const { page, challenge } = context.language.locale;
  const id = `field-${field.name}`;
  // No maxlength: a browser cuts what is pasted without a word, a password as well as "123 456". The server says it.
  const attributes = {
    id,
    name: field.name,
    autocomplete: field.autocomplete,
    inputmode: field.inputMode,
    class: field.autocomplete === "one-time-code" ? "code" : undefined,
    autocapitalize: "none",
    spellcheck: false,
    required: field.optional !== true,
    value,
    autofocus,
    "data-digits": digits,
    "aria-invalid": error === undefined ? undefined : "true",
    "aria-describedby": describedBy(id, { error, hint }, digits === undefined ? [] : [`${id}-by-self`]),
  } as const;
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint}>
      {field.type === "password" ? (
        <div class="beside">
          <input type="password" {...attributes} />
          {/* Shown where scripts run, as it takes one. */}
          <button type="button" class="small" hidden data-show={id} data-other={page.hide} aria-controls={id}>
            {page.show}
          </button>
        </div>
      ) : (
        <input type="text" {...attributes} />
      )}
      {field.least !== undefined && (
        <p
          class="hint"
          hidden
          data-least={field.least}
          data-of={id}
          data-text={page.missing}
          data-done={page.enough}
        />
      )}
      {/* WCAG 3.2.2: said before it happens. */}
      {digits !== undefined && (
        <p class="hint" id={`${id}-by-self`} hidden data-by-self>
          {challenge.bySelf}
        </p>
      )}
    </FieldFrame>
  );
}
