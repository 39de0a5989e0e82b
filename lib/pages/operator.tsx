import type { OperatorPageView } from "../contract/index.js";
import { fillIn, moment } from "../locales/index.js";
import { ClientList } from "./card-clients.js";
import type { PageContext, PageProps } from "./context.js";
import { Fold } from "./fold.js";
import { Action, Form } from "./form.js";
import { EditOperator } from "./operator-form.js";
import { InvitationCode } from "./operator-invitation.js";
import { HandoverCode, ResetOperator } from "./operator-reset.js";
import { Confirm } from "./parts.js";
import { inputErrors } from "./problem.js";
import { Tick } from "./ticks.js";

/** One operator, for an engineer: what is known of them, and what can be done. */
export function Operator({ view, context }: PageProps<"operator">) {
  const { Layout } = context.pages;
  const { operators: words } = context.language.locale;
  const { subject, self, fresh, invitation, handover } = view;
  return (
    <Layout context={context} title={subject.name ?? subject.username} notice={context.notice} wide>
      {invitation !== undefined && (
        <InvitationCode subject={subject} invitation={invitation} context={context} />
      )}
      {handover !== undefined && <HandoverCode subject={subject} handover={handover} context={context} />}
      <Facts view={view} context={context} />
      {subject.email === undefined && (
        <div class="warning">
          <p>{words.lacksEmail}</p>
        </div>
      )}
      {self && (
        <p>
          {words.ownCard} <a href={context.at("/card")}>{context.language.locale.signedIn.card}</a>
        </p>
      )}
      {!self && !fresh && (
        <Confirm
          context={context}
          confirm={view.confirm}
          page={`/operators/${subject.id}`}
          label={words.confirm}
        />
      )}
      {!self && fresh && <Changes view={view} context={context} />}
      <div class="leave">
        <a href={context.at("/operators")}>{words.back}</a>
      </div>
    </Layout>
  );
}

interface Props {
  readonly view: OperatorPageView;
  readonly context: PageContext;
}

function Facts({ view, context }: Props) {
  const { locale, wordsOf } = context.language;
  const { operators: words, card } = locale;
  const { subject } = view;
  const ways = [
    ...(subject.joined ? [words.password] : []),
    ...subject.strategies.map((id) => wordsOf(id).name),
  ];
  const facts: readonly (readonly [string, string])[] = [
    [words.username, subject.username],
    ...(subject.name === undefined ? [] : [[words.name, subject.name] as const]),
    [words.email, subject.email ?? card.noEmail],
    [words.role, card.roles[subject.role]],
    [words.state, stateOf(view, context)],
    [words.ways, ways.length === 0 ? words.none : ways.join(", ")],
    [words.lastSignIn, lastSignIn(view, context)],
  ];
  return (
    <dl>
      {facts.map(([term, text]) => (
        <>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </>
      ))}
    </dl>
  );
}

function stateOf({ subject }: OperatorPageView, { language }: PageContext): string {
  const { operators: words } = language.locale;
  if (!subject.enabled) return words.disabled;
  return subject.joined ? words.enabled : words.waiting;
}

function lastSignIn({ subject }: OperatorPageView, { language }: PageContext): string {
  const { operators: words } = language.locale;
  if (subject.lastSignIn !== undefined) return moment(language.tag, subject.lastSignIn);
  return subject.joined ? words.notLately : words.never;
}

/** One by one; closed, since it is long. */
function Clients({ view, context }: Props) {
  const { card } = context.language.locale;
  const { subject, sessions, browsers } = view;
  const lists = [
    ["sessions", sessions, card.sessionsOf, card.signedIn, card.endSession],
    ["browsers", browsers, card.browsersOf, card.firstUsed, card.forgetBrowser],
  ] as const;
  return (
    <>
      {lists.map(
        ([list, clients, title, since, end]) =>
          clients.length > 0 && (
            <details key={list}>
              <summary>{fillIn(title, { count: String(clients.length) })}</summary>
              <ClientList
                clients={clients}
                since={since}
                context={context}
                end={end}
                endAt={(id) => `/operators/${subject.id}/${list}/${id}/end`}
              />
            </details>
          ),
      )}
    </>
  );
}

function Changes({ view, context }: Props) {
  const { tag, locale } = context.language;
  const { operators: words } = locale;
  const { subject, invitable } = view;
  const plain = { ...context, carried: {} };
  const to = (act: string) => `/operators/${subject.id}/${act}`;
  const errors = inputErrors(context, context.notice, ["sure"]);
  const edited = inputErrors(context, context.notice, ["name", "email", "role"]);
  const name = subject.name ?? subject.username;
  return (
    <>
      {invitable && (
        <Fold id="invitation" title={words.invite} open={view.invitation === undefined}>
          <p>{words.inviteText}</p>
          {subject.invitedUntil !== undefined && view.invitation === undefined && (
            <p>{fillIn(words.invitedUntil, { when: moment(tag, subject.invitedUntil) })}</p>
          )}
          <Action context={plain} action={to("invitation")} label={words.makeInvitation} />
        </Fold>
      )}
      {view.elsewhere !== "read" && (
        <Fold title={words.edit} open={subject.email === undefined || edited.size > 0}>
          <EditOperator view={view} context={context} />
        </Fold>
      )}
      {view.resettable && <ResetOperator view={view} context={context} />}
      {subject.enabled && (
        <Fold title={words.signOut}>
          <p>{words.signOutText}</p>
          <Clients view={view} context={context} />
          <Action context={plain} action={to("sign-out")} label={words.signOut} />
        </Fold>
      )}
      {view.elsewhere === undefined && (
        <>
          <Fold title={subject.enabled ? words.disable : words.enable} open={!subject.enabled}>
            <p>{subject.enabled ? words.disableText : words.enableText}</p>
            {subject.enabled ? (
              <Action context={plain} action={to("disable")} label={words.disable} />
            ) : (
              <Action context={plain} action={to("enable")} label={words.enable} />
            )}
          </Fold>
          <Fold id="remove" title={words.remove} open={errors.has("sure")}>
            <p>{words.removeText}</p>
            <Form context={plain} action={to("remove")}>
              <Tick name="sure" label={fillIn(words.sure, { name })} error={errors.get("sure")} />
              <button type="submit">{words.remove}</button>
            </Form>
          </Fold>
        </>
      )}
    </>
  );
}
