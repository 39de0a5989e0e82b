import type { NewHandover, OperatorRow } from "../contract/index.js";
import { fillIn, moment } from "../locales/index.js";
import type { PageContext, PageProps } from "./context.js";
import { Copy } from "./copy.js";
import { Fold } from "./fold.js";
import { Form } from "./form.js";
import { inputErrors } from "./problem.js";
import { TextField } from "./text-field.js";
import { Tick } from "./ticks.js";

/** What a lost phone asks of an engineer. */
export function ResetOperator({ view, context }: PageProps<"operator">) {
  const { tag, locale } = context.language;
  const { operators: words } = locale;
  const { subject } = view;
  const { handoverUntil: until } = subject;
  const errors = inputErrors(context, context.notice, ["reset", "hours"]);
  const state = until === undefined || until > context.now ? words.resetUntil : words.resetOver;
  return (
    <Fold
      id="reset"
      title={words.reset}
      open={errors.size > 0 || (until !== undefined && view.handover === undefined)}
    >
      <p>{words.resetText}</p>
      {until !== undefined && view.handover === undefined && (
        <p>{fillIn(state, { when: moment(tag, until) })}</p>
      )}
      <Form context={{ ...context, carried: {} }} action={`/operators/${subject.id}/reset`}>
        <TextField
          name="hours"
          label={words.resetHours}
          hint={words.resetHoursHint}
          value="24"
          inputMode="numeric"
          error={errors.get("hours")}
          autofocus={errors.has("hours")}
        />
        <Tick
          name="sure"
          id="field-reset-sure"
          label={fillIn(words.resetSure, { name: subject.name ?? subject.username })}
          error={errors.get("reset")}
          autofocus={errors.has("reset") && !errors.has("hours")}
        />
        <button type="submit">{words.reset}</button>
      </Form>
    </Fold>
  );
}

/** The code, this once. */
export function HandoverCode({
  subject,
  handover,
  context,
}: {
  readonly subject: OperatorRow;
  readonly handover: NewHandover;
  readonly context: PageContext;
}) {
  const { tag, locale } = context.language;
  const { operators: words } = locale;
  return (
    <section class="done">
      <h2>{fillIn(words.handover, { name: subject.name ?? subject.username })}</h2>
      <p>{fillIn(words.handoverText, { when: moment(tag, handover.expires) })}</p>
      <Copy context={context} id="code" label={words.handoverCode} text={handover.code} />
    </section>
  );
}
