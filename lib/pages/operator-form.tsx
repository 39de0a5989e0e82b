import type { AskedOperator, OperatorPageView, OperatorsView } from "../contract/index.js";
import type { PageContext } from "./context.js";
import { Form } from "./form.js";
import { inputErrors } from "./problem.js";
import { TextField } from "./text-field.js";
import { Radios } from "./ticks.js";

interface Props<V> {
  readonly view: V;
  readonly context: PageContext;
}

export function AddOperator({ view, context }: Props<OperatorsView>) {
  const { operators: words } = context.language.locale;
  const asked = view.asked ?? { username: "", name: "", email: "", role: "operator" };
  return (
    <Form context={{ ...context, carried: {} }} action="/operators">
      <p>{words.addText}</p>
      <PersonFields context={context} asked={asked} />
      <button type="submit" class="main">
        {words.submit}
      </button>
    </Form>
  );
}

export function EditOperator({ view, context }: Props<OperatorPageView>) {
  const { operators: words } = context.language.locale;
  const { id, name = "", email = "", role } = view.subject;
  const { username: _, ...asked } = view.asked ?? { name, email, role };
  return (
    <Form context={{ ...context, carried: {} }} action={`/operators/${id}`}>
      <PersonFields context={context} asked={asked} />
      <p class="hint">{words.emailEffect}</p>
      <button type="submit" class="main">
        {words.save}
      </button>
    </Form>
  );
}

/** Who somebody is; the user name only where it can still be chosen. */
function PersonFields({ context, asked }: { readonly context: PageContext; readonly asked: AskedOperator }) {
  const { operators: words, card } = context.language.locale;
  const errors = inputErrors(context, context.notice, ["username", "name", "email", "role"]);
  const [wrong] = errors.keys();
  const common = (name: "username" | "name" | "email") => ({
    name,
    label: words[name],
    value: asked[name] ?? "",
    error: errors.get(name),
    autofocus: wrong === name,
  });
  return (
    <>
      {asked.username !== undefined && <TextField {...common("username")} hint={words.usernameHint} />}
      <TextField {...common("name")} hint={words.nameHint} optional />
      <TextField {...common("email")} hint={words.emailHint} inputMode="email" optional />
      <Radios
        name="role"
        legend={words.role}
        chosen={asked.role === "engineer" ? "engineer" : "operator"}
        error={errors.get("role")}
        options={(["operator", "engineer"] as const).map((role) => ({
          value: role,
          label: card.roles[role],
          hint: words.roleHints[role],
        }))}
      />
    </>
  );
}
