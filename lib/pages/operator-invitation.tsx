import type { NewInvitation, OperatorRow } from "../contract/index.js";
import { fillIn, moment } from "../locales/index.js";
import type { PageContext } from "./context.js";

/** The code, this once, with all that its holder needs. */
export function InvitationCode({
  subject,
  invitation,
  context,
}: {
  readonly subject: OperatorRow;
  readonly invitation: NewInvitation;
  readonly context: PageContext;
}) {
  const { tag, locale } = context.language;
  const { operators: words, page } = locale;
  return (
    <section class="done">
      <h2>{fillIn(words.invited, { name: subject.name ?? subject.username })}</h2>
      <p>{fillIn(words.invitedText, { when: moment(tag, invitation.expires) })}</p>
      <div class="copy">
        <label for="code">{words.code}</label>
        <div class="beside">
          <textarea id="code" readonly rows={1} spellcheck={false}>
            {invitation.code}
          </textarea>
          <button type="button" class="small" hidden data-copy="code" data-done={page.copied}>
            {page.copy}
          </button>
        </div>
      </div>
      <dl>
        <dt>{words.username}</dt>
        <dd>{subject.username}</dd>
        <dt>{words.where}</dt>
        <dd>{invitation.url}</dd>
      </dl>
    </section>
  );
}
