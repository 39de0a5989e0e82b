import type { PageContext } from "./context.js";

export interface CopyProps {
  readonly context: PageContext;
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly rows?: number;
}

/** What is to be read, typed off or copied: a field, since it is selected and copied by keyboard too. It is not sent. */
export function Copy({ context, id, label, text, rows = 1 }: CopyProps) {
  const { page } = context.language.locale;
  return (
    <div class="copy">
      <label for={id}>{label}</label>
      <div class="beside">
        <textarea id={id} readonly rows={rows} spellcheck={false}>
          {text}
        </textarea>
        <button type="button" class="small" hidden data-copy={id} data-done={page.copied}>
          {page.copy}
        </button>
      </div>
    </div>
  );
}
