import type { Field, Shown } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";

interface Props {
  readonly context: PageContext;
  /** The strategy's. */
  readonly id: string;
  /** What an answer is made from. */
  readonly data?: Shown | undefined;
}

/** Does this strategy fill in its form by a script of its own? */
export function isScripted({ scripts }: PageContext, id: string): boolean {
  return scripts?.has(id) === true;
}

/** What its script finds a form by, and what it works with: data and words, no code (CSP has no room for any). */
export function scriptData({ context, id, data }: Props): Readonly<Record<string, string>> {
  if (data === undefined || !isScripted(context, id)) return {};
  const { issuer, language } = context;
  const words = Object.entries(language.wordsOf(id)).map(([word, text]) => [word, fillIn(text, { issuer })]);
  return {
    "data-strategy": id,
    "data-given": JSON.stringify(data),
    "data-words": JSON.stringify(Object.fromEntries(words)),
  };
}

/** The script itself, and the fields that it fills in; where none runs, that it takes one. First in the form. */
export function StrategyScript({
  context,
  id,
  fields,
}: Omit<Props, "data"> & { readonly fields: readonly Field[] }) {
  const path = context.scripts?.get(id);
  if (path === undefined) return null;
  const { noScript } = context.language.wordsOf(id);
  const filled = fields.filter(({ type }) => type === "script");
  return (
    <>
      {filled.map(({ name }) => (
        <input key={name} type="hidden" name={name} />
      ))}
      {noScript !== undefined && (
        <noscript>
          <div class="warning">
            <p>{noScript}</p>
          </div>
        </noscript>
      )}
      <script type="module" src={`${context.mount}${path}`} />
    </>
  );
}
