import type { NewInvitation, OperatorRow } from "../contract/index.js";
import { fillIn, moment } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { Copy } from "./copy.js";

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
  const { operators: words } = locale;
  return (
    <section class="done">
      <h2>{fillIn(words.invited, { name: subject.name ?? subject.username })}</h2>
      <p>{fillIn(words.invitedText, { when: moment(tag, invitation.expires) })}</p>
      <Copy context={context} id="code" label={words.code} text={invitation.code} />
      <dl>
        <dt>{words.username}</dt>
        <dd>{subject.username}</dd>
        <dt>{words.where}</dt>
        <dd>{invitation.url}</dd>
      </dl>
    </section>
  );
}
