import type { PageContext } from "./context.js";
import type { Page } from "./page.js";

export function setupPage({ locale }: PageContext): Page {
  const { title, text, engineer } = locale.setup;
  return {
    title,
    content: (
      <>
        <p>{text}</p>
        <p>{engineer}</p>
      </>
    ),
  };
}
