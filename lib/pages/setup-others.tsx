import type { SetupChoice } from "../contract/index.js";
import type { PageContext } from "./context.js";
import { Action } from "./form.js";

/** While the system is set up: the mode can still be another one. */
export function SetupOthers({
  context,
  setup,
}: {
  readonly context: PageContext;
  readonly setup: SetupChoice | undefined;
}) {
  if (setup === undefined) return null;
  const words = context.language.locale.setup;
  const others = setup.modes.filter((mode) => mode !== setup.mode && mode !== "either");
  return (
    <section>
      <h2>{words.others}</h2>
      <div class="choices">
        {others.map((mode) => (
          <Action
            key={mode}
            context={{ ...context, carried: {} }}
            action="/setup/mode"
            hidden={{ mode }}
            label={textOf(words.use, mode)}
          />
        ))}
        <a class="button quiet" href={context.at("/setup?again")}>
          {words.again}
        </a>
      </div>
    </section>
  );
}

/** A text by the name of a mode. */
export function textOf(texts: Readonly<Record<string, string>>, id: string): string {
  return texts[id] ?? id;
}
