import type { PageProps } from "./context.js";
import { HealthList } from "./health.js";

/** How the system does, under Options → Security. */
export function SettingsHealth({ view, context }: PageProps<"settings">) {
  const { health } = context.language.locale;
  return (
    <section id="health">
      <h2>{health.title}</h2>
      {view.health === undefined ? (
        <p>
          <a href={context.at("/health")}>{health.show}</a>
        </p>
      ) : (
        <HealthList health={view.health} language={context.language} />
      )}
    </section>
  );
}
