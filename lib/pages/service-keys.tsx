import type { ServiceKeysView } from "../contract/index.js";
import { fillIn, moment } from "../locales/index.js";
import type { PageContext, PageProps } from "./context.js";
import { Copy } from "./copy.js";
import { EngineerNav } from "./engineer-nav.js";
import { Action, Form } from "./form.js";
import { Confirm, Person } from "./parts.js";
import { inputErrors } from "./problem.js";
import { TextField } from "./text-field.js";

interface Props {
  readonly view: ServiceKeysView;
  readonly context: PageContext;
}

/** The keys of programs: to be made, and ended one by one or all at once. */
export function ServiceKeys({ view, context }: PageProps<"service-keys">) {
  const { Layout } = context.pages;
  const { serviceKeys: words } = context.language.locale;
  const { made } = view;
  return (
    <Layout context={context} title={words.title} notice={context.notice} wide>
      <Person context={context} operator={view.operator} signedIn />
      <EngineerNav context={context} current="/service-keys" />
      {made !== undefined && (
        <section class="done">
          <h2>{fillIn(words.made, { name: made.name })}</h2>
          <p>{words.madeText}</p>
          <Copy context={context} id="key" label={words.key} text={made.key} rows={2} />
        </section>
      )}
      <p>{words.text}</p>
      {!view.fresh && (
        <Confirm context={context} confirm={view.confirm} page="/service-keys" label={words.confirm} />
      )}
      <section>
        <h2>{words.list}</h2>
        <KeyList view={view} context={context} />
      </section>
      {view.fresh && <AddKey view={view} context={context} />}
      {view.fresh && view.keys.length > 1 && (
        <section>
          <h2>{words.endAll}</h2>
          <p>{words.endAllText}</p>
          <Action
            context={{ ...context, carried: {} }}
            action="/service-keys/end"
            id="end-all"
            label={words.endAll}
            look="quiet"
          />
        </section>
      )}
    </Layout>
  );
}

function KeyList({ view, context }: Props) {
  const { tag, locale } = context.language;
  const { serviceKeys: words } = locale;
  if (view.keys.length === 0) return <p>{words.none}</p>;
  return (
    <ul class="list">
      {view.keys.map(({ id, name, scopes, addresses, since, by, expires, used }) => (
        <li key={id}>
          <h3>{name}</h3>
          <ul class="hint">
            <li>{fillIn(words.scopesOf, { scopes: scopes.join(", ") })}</li>
            {addresses.length > 0 && (
              <li>{fillIn(words.addressesOf, { addresses: addresses.join(", ") })}</li>
            )}
            <li>
              {fillIn(by === undefined ? words.since : words.sinceBy, {
                when: moment(tag, since),
                name: by ?? "",
              })}
            </li>
            <li>{fillIn(words.expires, { when: moment(tag, expires) })}</li>
            <li>{used === undefined ? words.unused : fillIn(words.used, { when: moment(tag, used) })}</li>
          </ul>
          {view.fresh && (
            <Action
              context={{ ...context, carried: {} }}
              action={`/service-keys/${id}/end`}
              label={words.end}
              look="quiet"
            />
          )}
        </li>
      ))}
    </ul>
  );
}

const fields = ["name", "scopes", "addresses", "days"] as const;

function AddKey({ view, context }: Props) {
  const { serviceKeys: words } = context.language.locale;
  const errors = inputErrors(context, context.notice, fields);
  const [wrong] = errors.keys();
  const asked = view.asked ?? { name: "", scopes: "", addresses: "", days: "90" };
  const common = (name: (typeof fields)[number]) => ({
    name,
    label: words[name],
    hint: words[`${name}Hint`],
    value: asked[name],
    error: errors.get(name),
    autofocus: wrong === name,
  });
  return (
    <section id="add">
      <h2>{words.add}</h2>
      <Form context={{ ...context, carried: {} }} action="/service-keys">
        <TextField {...common("name")} />
        <TextField {...common("scopes")} />
        <TextField {...common("addresses")} optional />
        <TextField {...common("days")} inputMode="numeric" />
        <button type="submit" class="main">
          {words.submit}
        </button>
      </Form>
    </section>
  );
}
