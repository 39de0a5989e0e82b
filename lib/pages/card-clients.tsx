import type { ClientView } from "../contract/index.js";
import { fillIn, moment } from "../locales/index.js";
import { clientName } from "./client-name.js";
import type { PageContext } from "./context.js";
import { Action } from "./form.js";

interface Props {
  readonly clients: readonly ClientView[];
  /** The text for the start: `{when}`. */
  readonly since: string;
  readonly context: PageContext;
  /** Where one is ended, by its id; missing: not here. */
  readonly endAt?: ((id: string) => string) | undefined;
  readonly end: string;
}

/** What an app called itself: shown to its owner here, and written into no mail, where a name could be a link. */
function appName({ name, version }: ClientView): string | undefined {
  return name === undefined || version === undefined ? name : `${name} ${version}`;
}

/** The one that it is read on, then what was used last: a stranger's is among the first. */
const byUse = (a: ClientView, b: ClientView) => Number(b.current) - Number(a.current) || b.used - a.used;

/** Sessions, or browsers and apps, each by what it said it was. */
export function ClientList({ clients, since, context, endAt, end }: Props) {
  const { tag, locale } = context.language;
  const { card } = locale;
  const say = (text: string, at: number) => fillIn(text, { when: moment(tag, at) });
  return (
    <ul class="list">
      {[...clients].sort(byUse).map((client) => (
        <li key={client.id}>
          <h3>
            {appName(client) ?? clientName(client.userAgent, locale) ?? card.client[client.client]}
            {client.current && <small class="badge">{card.current}</small>}
          </h3>
          <ul class="hint">
            <li>{say(since, client.since)}</li>
            <li>{say(card.used, client.used)}</li>
            {client.address !== undefined && <li>{fillIn(card.address, { address: client.address })}</li>}
            {client.trustedUntil !== undefined && <li>{say(card.trustedUntil, client.trustedUntil)}</li>}
          </ul>
          {endAt !== undefined && !client.current && (
            <Action
              context={{ ...context, carried: {} }}
              action={endAt(client.id)}
              label={end}
              look="quiet"
            />
          )}
        </li>
      ))}
    </ul>
  );
}
