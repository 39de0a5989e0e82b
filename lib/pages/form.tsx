import type { ComponentChildren } from "preact";
import type { PageContext } from "./context.js";

export interface FormProps {
  readonly context: PageContext;
  /** Below the mount. */
  readonly action: string;
  readonly returnTo?: string | undefined;
  /** Further hidden fields. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** What a script finds it by. */
  readonly data?: Readonly<Record<string, string>>;
  readonly children: ComponentChildren;
}

/** Every form of ours: it posts, proves that it is ours, and carries on where the person was going. */
export function Form({ context, action, returnTo, hidden, data = {}, children }: FormProps) {
  const { at, formToken, carried } = context;
  const fields = { ...carried, ...(returnTo !== undefined && { returnTo }), ...hidden };
  return (
    <form method="post" action={at(action)} {...data}>
      <input type="hidden" name="_csrf" value={formToken} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}

export interface ActionProps extends Omit<FormProps, "children"> {
  readonly label: string;
  /** A line below the label. */
  readonly about?: string | undefined;
  /** What it is called where another button on the page has the same label. */
  readonly id?: string;
  readonly look?: "main" | "plain" | "quiet";
}

/** A form that is one button. */
export function Action({ label, about, id, look = "plain", ...form }: ActionProps) {
  return (
    <Form {...form}>
      <button type="submit" class={look} id={id}>
        {about === undefined ? (
          label
        ) : (
          <>
            <b>{label}</b> <small>{about}</small>
          </>
        )}
      </button>
    </Form>
  );
}
