import type { Lockout } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext, PageProps, ViewOf } from "./context.js";
import { Action, Form } from "./form.js";
import { confirmUrl } from "./links.js";
import { Person } from "./parts.js";

const days = "field-reauthDays";

/** Options → Security: what is asked of everybody. */
export function Settings({ view, context }: PageProps<"settings">) {
  const { Layout } = context.pages;
  const { settings } = context.language.locale;
  return (
    <Layout context={context} title={settings.title} notice={context.notice} wide>
      <Person context={context} operator={view.operator} signedIn />
      {view.policy.strategies.length === 0 && (
        <div class="warning">
          <p>{settings.off}</p>
        </div>
      )}
      {!view.fresh && (
        <p>
          <a class="button" href={confirmUrl(context, view.confirm, "/settings")}>
            {settings.confirm}
          </a>
        </p>
      )}
      <PolicyForm view={view} context={context} />
      <section>
        <h2>{settings.mail.title}</h2>
        <MailTest view={view} context={context} />
      </section>
      <div class="leave">
        <a href={`${context.mount}/card`}>{context.language.locale.signedIn.card}</a>
      </div>
    </Layout>
  );
}

function PolicyForm({ view, context }: { readonly view: ViewOf<"settings">; readonly context: PageContext }) {
  const { policy, asked, modes, further, fresh, lockout } = view;
  const { language, notice } = context;
  const { settings } = language.locale;
  const chosen = { ...policy, reauthDays: String(policy.reauthDays), ...asked };
  const error = notice?.errors?.reauthDays;
  return (
    <Form context={{ ...context, carried: {} }} action="/settings">
      <input type="hidden" name="version" value={policy.version} />
      {lockout !== undefined && <Warning lockout={lockout} context={context} />}
      <fieldset disabled={!fresh}>
        <legend>{settings.mode}</legend>
        {modes.map((mode) => (
          <div class="tick" key={mode}>
            <input id={`mode-${mode}`} type="radio" name="mode" value={mode} checked={chosen.mode === mode} />
            <label for={`mode-${mode}`}>
              {mode === "off" && further.length > 0
                ? settings.neither
                : settings.modes[mode as keyof typeof settings.modes]}
            </label>
          </div>
        ))}
      </fieldset>
      {further.length > 0 && (
        <fieldset disabled={!fresh}>
          <legend>{settings.also}</legend>
          {further.map((id) => (
            <div class="tick" key={id}>
              <input
                id={`also-${id}`}
                type="checkbox"
                name="also"
                value={id}
                checked={chosen.also.includes(id)}
              />
              <label for={`also-${id}`}>{language.wordsOf(id).name}</label>
            </div>
          ))}
        </fieldset>
      )}
      <div class="field">
        <label for={days}>{settings.days}</label>
        {error !== undefined && (
          <p class="error" id={`${days}-error`}>
            {error}
          </p>
        )}
        <p class="hint" id={`${days}-hint`}>
          {settings.daysHint}
        </p>
        <input
          id={days}
          class="days"
          type="text"
          name="reauthDays"
          inputmode="numeric"
          autocomplete="off"
          required
          disabled={!fresh}
          value={chosen.reauthDays}
          autofocus={error !== undefined}
          aria-invalid={error === undefined ? undefined : "true"}
          aria-describedby={error === undefined ? `${days}-hint` : `${days}-error ${days}-hint`}
        />
      </div>
      {fresh && (
        <>
          <p class="hint">{settings.effect}</p>
          <button type="submit" class="main">
            {settings.save}
          </button>
        </>
      )}
    </Form>
  );
}

/** Sends a real mail, and says what the server answered to it. */
function MailTest({ view, context }: { readonly view: ViewOf<"settings">; readonly context: PageContext }) {
  const { mail } = context.language.locale.settings;
  const { email } = view.operator;
  if (email === undefined) return <p>{mail.noAddress}</p>;
  return (
    <>
      {view.mailAnswer !== undefined && (
        <div class="warning">
          <p>{fillIn(mail.answer, { answer: view.mailAnswer })}</p>
        </div>
      )}
      <Action
        context={{ ...context, carried: {} }}
        action="/settings/mail"
        label={fillIn(mail.test, { to: email })}
      />
    </>
  );
}

function Warning({ lockout, context }: { readonly lockout: Lockout; readonly context: PageContext }) {
  const { settings } = context.language.locale;
  const { count, usernames, mail, everyEngineer } = lockout;
  const more = count > usernames.length ? " …" : "";
  return (
    <div class="warning">
      {!mail && <p>{settings.noMail}</p>}
      {count > 0 && (
        <p>{fillIn(settings.lockedOut, { count: String(count), names: usernames.join(", ") + more })}</p>
      )}
      {everyEngineer ? (
        <p>{settings.everyEngineer}</p>
      ) : (
        <div class="tick">
          <input id="confirm" type="checkbox" name="confirm" value="true" />
          <label for="confirm">{settings.understood}</label>
        </div>
      )}
    </div>
  );
}
