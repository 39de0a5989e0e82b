import type { PageContext } from "./context.js";

const pages = [
  ["/settings", "settings"],
  ["/operators", "operators"],
  ["/audit", "audit"],
  ["/health", "health"],
  ["/service-keys", "serviceKeys"],
  ["/card", "card"],
] as const;

export interface EngineerNavProps {
  readonly context: PageContext;
  /** The page that it stands on. */
  readonly current: (typeof pages)[number][0];
}

/** The pages of a system engineer, in the same order on each. */
export function EngineerNav({ context, current }: EngineerNavProps) {
  const { signedIn } = context.language.locale;
  return (
    <nav class="links" aria-label={signedIn.more}>
      {pages.map(([path, name]) => (
        <a key={path} href={context.at(path)} aria-current={path === current ? "page" : undefined}>
          {signedIn[name]}
        </a>
      ))}
    </nav>
  );
}
