import type { ComponentChildren } from "preact";
import type { PageContext } from "./context.js";

export interface FormProps {
  readonly context: PageContext;
  /** Below the mount. */
  readonly action: string;
  readonly returnTo?: string | undefined;
  /** Further hidden fields. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** Every form of ours: it posts, proves that it is ours, and carries on where the person was going. */
export function Form({ context, action, returnTo, hidden, class: className, children }: FormProps) {
  const { mount, formToken, carried } = context;
  const fields = { ...carried, ...(returnTo !== undefined && { returnTo }), ...hidden };
  return (
    <form method="post" action={mount + action} class={className}>
      <input type="hidden" name="_csrf" value={formToken} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}

/** A form that is one button. */
export function Action({
  label,
  look = "plain",
  ...form
}: Omit<FormProps, "children"> & { readonly label: string; readonly look?: "main" | "plain" | "quiet" }) {
  return (
    <Form {...form}>
      <button type="submit" class={look}>
        {label}
      </button>
    </Form>
  );
}
