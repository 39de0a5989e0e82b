import type { PageContext } from "./context.js";
import { Copy } from "./copy.js";

export interface KeptProps {
  readonly context: PageContext;
  readonly label: string;
  readonly values: readonly string[];
}

/** Lines that the operator keeps: to be copied, saved as a file (which takes no script) or printed. */
export function Kept({ context, label, values }: KeptProps) {
  const { issuer, language } = context;
  const { page } = language.locale;
  const file = [`${issuer}: ${label}`, "", ...values, ""].join("\r\n");
  return (
    <div class="kept">
      <Copy context={context} id="kept" label={label} text={values.join("\n")} rows={values.length} />
      <div class="row">
        <a
          class="button"
          download={`${issuer} ${label}.txt`}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
        >
          {page.download}
        </a>
        <button type="button" hidden data-print>
          {page.print}
        </button>
      </div>
    </div>
  );
}
