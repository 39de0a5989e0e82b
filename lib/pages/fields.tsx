import type { Field } from "../contract/index.js";

export interface FieldsProps {
  readonly fields: readonly Field[];
  readonly words: Readonly<Record<string, string>>;
  readonly errors: ReadonlyMap<string, string>;
  /** What may be shown again. */
  readonly typed?: Readonly<Record<string, string>> | undefined;
  /** Where another form of the page is the one that matters. Default `true`. */
  readonly autofocus?: boolean;
}

/** Labelled inputs; what is wrong with one is said beside it and tied to it (WCAG 3.3.1). */
export function Fields({ fields, words, errors, typed = {}, autofocus = true }: FieldsProps) {
  // Only a name may ever come back: a password or a code that was typed is never sent to the page.
  const value = ({ name, autocomplete }: Field) => (autocomplete === "username" ? typed[name] : undefined);
  const asked = fields.find((field) => errors.has(field.name) && value(field) === undefined);
  const first = asked ?? fields.find(({ name }) => errors.has(name)) ?? fields[0];
  return (
    <>
      {fields.map((field) => (
        <LabelledInput
          key={field.name}
          field={field}
          label={words[field.label] ?? field.label}
          hint={field.hint === undefined ? undefined : (words[field.hint] ?? field.hint)}
          error={errors.get(field.name)}
          value={value(field)}
          autofocus={autofocus && field === first}
        />
      ))}
    </>
  );
}

interface LabelledInputProps {
  readonly field: Field;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly value: string | undefined;
  readonly autofocus: boolean;
}

function LabelledInput({ field, label, hint, error, value, autofocus }: LabelledInputProps) {
  const id = fieldId(field.name);
  const notes = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ];
  // No maxlength: a browser cuts what is pasted without a word, a password as well as "123 456". The server says it.
  const attributes = {
    id,
    name: field.name,
    autocomplete: field.autocomplete,
    inputmode: field.inputMode,
    class: field.autocomplete === "one-time-code" ? "code" : undefined,
    autocapitalize: "none",
    spellcheck: false,
    required: true,
    value,
    autofocus,
    "aria-invalid": error === undefined ? undefined : "true",
    "aria-describedby": notes.length === 0 ? undefined : notes.join(" "),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {field.type === "password" ? (
        <input type="password" {...attributes} />
      ) : (
        <input type="text" {...attributes} />
      )}
    </div>
  );
}

function fieldId(name: string): string {
  return `field-${name}`;
}
