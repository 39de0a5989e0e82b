export interface NumberFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** As it was typed: what is no number is shown again too. */
  readonly value: string;
  readonly error: string | undefined;
  readonly autofocus?: boolean;
  readonly disabled?: boolean;
}

/** A whole number. No spinner: it changes under a mouse wheel, and is read out badly. */
export function NumberField(props: NumberFieldProps) {
  const { name, label, hint, value, error, autofocus = false, disabled = false } = props;
  const id = `field-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <input
        id={id}
        class="days"
        type="text"
        name={name}
        inputmode="numeric"
        autocomplete="off"
        required
        disabled={disabled}
        value={value}
        autofocus={autofocus}
        aria-invalid={error === undefined ? undefined : "true"}
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-error ${id}-hint`}
      />
    </div>
  );
}
