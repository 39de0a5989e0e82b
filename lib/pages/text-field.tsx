import { describedBy, FieldFrame } from "./field-frame.js";

export interface TextFieldProps {
  readonly name: string;
  /** Where more than one has the name. */
  readonly id?: string;
  readonly label: string;
  readonly hint?: string;
  /** As it was typed: what does not fit is shown again too. */
  readonly value: string;
  readonly error: string | undefined;
  readonly autofocus?: boolean;
  readonly disabled?: boolean;
  readonly optional?: boolean;
  readonly inputMode?: "numeric" | "email";
}

/** A line about something, or about somebody else: a browser does not fill in what it knows of its owner. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, value, error, autofocus = false, disabled = false } = props;
  const { id = `field-${name}` } = props;
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint}>
      <input
        id={id}
        class={props.inputMode === "numeric" ? "number" : undefined}
        type="text"
        name={name}
        inputmode={props.inputMode}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required={props.optional !== true}
        disabled={disabled}
        value={value}
        autofocus={autofocus}
        aria-invalid={error === undefined ? undefined : "true"}
        aria-describedby={describedBy(id, { error, hint })}
      />
    </FieldFrame>
  );
}
