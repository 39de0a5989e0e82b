import type { ComponentChildren } from "preact";

export interface FieldFrameProps {
  /** Of the input. */
  readonly id: string;
  readonly label: string;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly children: ComponentChildren;
}

/** A label, what is wrong, what helps, and the input that `children` brings, tied to them by `describedBy`. */
export function FieldFrame({ id, label, error, hint, children }: FieldFrameProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
    </div>
  );
}

/** For `aria-describedby`: what of a frame is there, and further ids. */
export function describedBy(
  id: string,
  { error, hint }: Pick<FieldFrameProps, "error" | "hint">,
  more: readonly string[] = [],
): string | undefined {
  const ids = [
    ...(error === undefined ? [] : [`${id}-error`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...more,
  ];
  return ids.length === 0 ? undefined : ids.join(" ");
}
