import type { ComponentChildren } from "preact";

export interface FoldProps {
  readonly id?: string;
  readonly title: string;
  /** Something in it has to be seen: what was wrong, or what is to be done next. Default `false`. */
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** A part of a page that is wanted now and then: its heading, and the rest on demand. A phone's page stays short. */
export function Fold({ id, title, open = false, children }: FoldProps) {
  return (
    <details class="fold" id={id} open={open}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}
