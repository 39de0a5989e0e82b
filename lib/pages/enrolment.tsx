import type { EnrolmentView } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { Copy } from "./copy.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { Kept } from "./kept.js";
import { fieldErrors } from "./problem.js";
import { isScripted, StrategyScript, scriptData } from "./scripted.js";

interface Props {
  readonly context: PageContext;
  /** The strategy's. */
  readonly id: string;
  readonly enrolment: EnrolmentView;
  readonly returnTo?: string | undefined;
}

/** What has to be seen or copied, then the first code of it. */
export function EnrolmentUnderWay({ context, id, enrolment, returnTo }: Props) {
  const { image, text, link, list, note } = enrolment;
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
        <Copy context={context} id="copy" label={say(text.label)} text={inGroups(text.value)} rows={3} />
      )}
      {list !== undefined && <Kept context={context} label={say(list.label)} values={list.values} />}
      {note !== undefined && (
        <div class="warning">
          <p>{say(note)}</p>
        </div>
      )}
      <Form
        context={context}
        action={`/enrol/${id}/verify`}
        returnTo={returnTo}
        data={scriptData({ context, id, data: enrolment.data })}
      >
        <StrategyScript context={context} id={id} fields={fields} />
        <Fields
          context={context}
          fields={fields}
          words={words}
          errors={errors}
          // The picture comes first: a cursor in the field would scroll past it.
          autofocus={errors.size > 0}
          bySelf
        />
        <button type="submit" class="main" hidden={isScripted(context, id)}>
          {words.finish === undefined ? locale.enrol.submit : say("finish")}
        </button>
      </Form>
    </>
  );
}

/** A key is easier to type in groups of four. Apps take it with the spaces. */
function inGroups(value: string): string {
  return /^\w+$/.test(value) ? value.replace(/.{4}(?=.)/g, "$& ") : value;
}
