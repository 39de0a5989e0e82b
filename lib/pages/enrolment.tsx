import type { EnrolmentView } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { fieldErrors } from "./problem.js";

interface Props {
  readonly context: PageContext;
  /** The strategy's. */
  readonly id: string;
  readonly enrolment: EnrolmentView;
  readonly returnTo?: string | undefined;
}

/** What has to be seen or copied, then the first code of it. */
export function EnrolmentUnderWay({ context, id, enrolment, returnTo }: Props) {
  const { image, text, link } = enrolment;
  const { locale, wordsOf } = context.language;
  const strategy = context.strategies.get(id);
  const words = wordsOf(id);
  const say = (word: string) => fillIn(words[word] ?? word, { issuer: context.issuer });
  const fields = enrolment.fields ?? strategy?.enrol?.fields ?? strategy?.fields ?? [];
  const names = fields.map(({ name }) => name);
  const errors = fieldErrors(context, context.notice, names, words);
  return (
    <>
      {words.enrol !== undefined && <p>{say("enrol")}</p>}
      {image !== undefined && (
        <p class="picture">
          <img src={image.src} alt={say(image.alt)} width="240" height="240" />
        </p>
      )}
      {link !== undefined && (
        <p class="link">
          <a href={link.href}>{say(link.label)}</a>
        </p>
      )}
      {text !== undefined && (
        <div class="copy">
          <label for="copy">{say(text.label)}</label>
          <div class="beside">
            {/* A field, since it is selected and copied by keyboard too; without a name it is not sent. */}
            <textarea id="copy" readonly rows={3} spellcheck={false}>
              {inGroups(text.value)}
            </textarea>
            <button type="button" class="small" hidden data-copy="copy" data-done={locale.page.copied}>
              {locale.page.copy}
            </button>
          </div>
        </div>
      )}
      <Form context={context} action={`/enrol/${id}/verify`} returnTo={returnTo}>
        <Fields
          context={context}
          fields={fields}
          words={words}
          errors={errors}
          // The picture comes first: a cursor in the field would scroll past it.
          autofocus={errors.size > 0}
          bySelf
        />
        <button type="submit" class="main">
          {locale.enrol.submit}
        </button>
      </Form>
    </>
  );
}

/** A key is easier to type in groups of four. Apps take it with the spaces. */
function inGroups(value: string): string {
  return /^\w+$/.test(value) ? value.replace(/.{4}(?=.)/g, "$& ") : value;
}
