import type { ComponentChildren } from "preact";

interface ErrorProps {
  readonly id: string;
  readonly error: string | undefined;
}

function FieldError({ id, error }: ErrorProps) {
  return error === undefined ? null : (
    <p class="error" id={`${id}-error`}>
      {error}
    </p>
  );
}

const describedBy = (id: string, error: string | undefined) =>
  error === undefined ? undefined : `${id}-error`;

export interface TickProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly checked?: boolean;
  readonly error?: string | undefined;
  /** Where more than one has the name. */
  readonly id?: string;
  /** Default: where it is what was wrong. */
  readonly autofocus?: boolean;
}

/** One thing to agree to. */
export function Tick({
  name,
  label,
  value = "true",
  checked = false,
  error,
  id = `field-${name}`,
  autofocus = error !== undefined,
}: TickProps) {
  return (
    <div class="tick">
      <FieldError id={id} error={error} />
      <input
        id={id}
        type="checkbox"
        name={name}
        value={value}
        checked={checked}
        autofocus={autofocus}
        aria-invalid={error === undefined ? undefined : "true"}
        aria-describedby={describedBy(id, error)}
      />
      <label for={id}>{label}</label>
    </div>
  );
}

export interface RadiosProps {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  readonly chosen: string | undefined;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

/** One of a few. */
export function Radios(props: RadiosProps) {
  const { name, legend, options, chosen, error, disabled = false, children } = props;
  const group = `field-${name}`;
  return (
    <fieldset disabled={disabled} class={props.class} aria-describedby={describedBy(group, error)}>
      <legend>{legend}</legend>
      {children}
      <FieldError id={group} error={error} />
      {options.map(({ value, label, hint }) => (
        <div class="tick" key={value}>
          <input
            id={`${name}-${value}`}
            type="radio"
            name={name}
            value={value}
            checked={chosen === value}
            required
            autofocus={error !== undefined && value === options[0]?.value}
            aria-describedby={hint === undefined ? undefined : `${name}-${value}-hint`}
          />
          <label for={`${name}-${value}`}>{label}</label>
          {hint !== undefined && (
            <p class="hint" id={`${name}-${value}-hint`}>
              {hint}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
