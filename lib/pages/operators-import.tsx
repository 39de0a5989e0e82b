import type { ImportView } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext, PageProps } from "./context.js";
import { describedBy, FieldFrame } from "./field-frame.js";
import { Form } from "./form.js";
import { ImportPreviewed, ImportUnderWay, isUnderWay } from "./operators-import-report.js";
import { Confirm } from "./parts.js";
import { inputErrors } from "./problem.js";

/** Many operators from a file: looked at first, then imported whole or not at all. */
export function OperatorsImport({ view, context }: PageProps<"import">) {
  const { Layout } = context.pages;
  const { operators: words } = context.language.locale;
  const { progress, preview, fresh } = view;
  const ready = preview !== undefined && preview.wrong === 0;
  return (
    <Layout context={context} title={words.importTitle} notice={context.notice} wide>
      {progress !== undefined && <ImportUnderWay progress={progress} context={context} />}
      {preview !== undefined && <ImportPreviewed preview={preview} context={context} />}
      {progress === undefined && !ready && (
        <>
          <p>{words.importText}</p>
          <p>{words.importHow}</p>
        </>
      )}
      {progress === undefined &&
        (fresh ? (
          <File view={view} context={context} />
        ) : (
          <Confirm context={context} confirm={view.confirm} page="/operators/import" label={words.confirm} />
        ))}
      {progress !== undefined && !isUnderWay(progress) && (
        <p>
          <a href={context.at("/operators/import")}>{words.anotherFile}</a>
        </p>
      )}
      <div class="leave">
        <a href={context.at("/operators")}>{words.back}</a>
      </div>
    </Layout>
  );
}

function File({ view, context }: { readonly view: ImportView; readonly context: PageContext }) {
  const { operators: words } = context.language.locale;
  const { csv = "", preview } = view;
  const plain = { ...context, carried: {} };
  // Which lines do not fit is said above.
  const error = preview === undefined ? inputErrors(context, context.notice, ["csv"]).get("csv") : undefined;
  if (preview !== undefined && preview.wrong === 0) {
    return (
      <Form context={plain} action="/operators/import" hidden={{ csv, sure: "true" }}>
        <button type="submit" class="main">
          {fillIn(words.doImport, { count: String(preview.count) })}
        </button>
      </Form>
    );
  }
  return (
    <Form context={plain} action="/operators/import">
      {/* Read where scripts run, into the field below: nothing else is sent. */}
      <div class="field" hidden data-file="csv">
        <label for="file">{words.file}</label>
        <input id="file" type="file" accept=".csv,text/csv,text/plain" autocomplete="off" />
      </div>
      <FieldFrame id="csv" label={words.csv} error={error}>
        <textarea
          id="csv"
          class="csv"
          name="csv"
          rows={8}
          spellcheck={false}
          required
          autofocus={error !== undefined}
          aria-invalid={error === undefined ? undefined : "true"}
          aria-describedby={describedBy("csv", { error })}
        >
          {csv}
        </textarea>
      </FieldFrame>
      <button type="submit" class="main">
        {words.check}
      </button>
    </Form>
  );
}
