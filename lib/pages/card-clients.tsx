import type { ClientView } from "../contract/index.js";
import type { PageContext } from "./context.js";
import { fill } from "./fill.js";
import { moment } from "./time.js";

interface Props {
  readonly clients: readonly ClientView[];
  /** The text for the start: `{when}`. */
  readonly since: string;
  readonly context: PageContext;
}

/** Sessions or browsers, each as what it said it was. */
export function CardClients({ clients, since, context }: Props) {
  const { card } = context.locale;
  const say = (text: string, at: number) => fill(text, { when: moment(context.language, at) });
  return (
    <ul class="cards">
      {clients.map((client) => (
        <li key={client.id}>
          <p>
            {client.userAgent ?? card.client[client.client]}
            {client.current && <strong> ({card.current})</strong>}
          </p>
          <p class="hint">
            {say(since, client.since)}. {say(card.used, client.used)}.
            {client.address !== undefined && ` ${fill(card.address, { address: client.address })}.`}
            {client.trustedUntil !== undefined && ` ${say(card.trustedUntil, client.trustedUntil)}.`}
          </p>
        </li>
      ))}
    </ul>
  );
}
