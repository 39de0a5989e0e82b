import { fillIn, timeOfDay } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { firstOf } from "./first-of.js";
import { Form } from "./form.js";
import { emailField, longCodeField, usernameField } from "./person-fields.js";
import { fieldErrors, inputErrors } from "./problem.js";
import { textOf } from "./setup-others.js";
import { Radios, Tick } from "./ticks.js";

const codeField = { ...longCodeField, name: "setupCode" };

/** The first start: who the first system engineer is, and whether codes are asked for. */
export function Setup({ view, context }: PageProps<"setup">) {
  const { Layout } = context.pages;
  const { notice, issuer, now } = context;
  const { tag, locale } = context.language;
  const { setup, signIn } = locale;
  const { asked, modes } = view;
  const mfa = asked?.mfa === "off" ? "off" : "on";
  const first = firstOf(context);
  const { code, codeHint, email, emailHint } = setup;
  const own = first?.enrol?.fields ?? first?.fields ?? [];
  const words = {
    ...(first && context.language.wordsOf(first.id)),
    username: signIn.username,
    code,
    codeHint,
    email,
    emailHint,
  };
  const person = [usernameField, emailField, ...own];
  const errors = new Map([
    // A wrong code is wrong by itself: the rest was not looked at.
    ...fieldErrors(context, notice, [codeField.name], words),
    ...inputErrors(
      context,
      notice,
      [...person.map(({ name }) => name), "acknowledge", "confirmOff", "mode"],
      words,
    ),
  ]);
  const { acknowledge, confirmOff } = Object.fromEntries(errors);
  const [wrong] = errors.keys();
  const wrongLater = wrong !== undefined && ["acknowledge", "confirmOff", "mode"].includes(wrong);
  return (
    <Layout context={context} title={fillIn(setup.title, { issuer })} notice={notice}>
      <p>{setup.text}</p>
      <Form context={context} action="/setup" hidden={keptCode(asked?.setupCode)}>
        {asked?.setupCode === undefined ? (
          <Fields context={context} fields={[codeField]} words={words} errors={errors} />
        ) : (
          <p class="hint">{setup.codeKept}</p>
        )}
        <h2>{setup.you}</h2>
        <Fields
          context={context}
          fields={person}
          words={words}
          errors={errors}
          typed={asked && { username: asked.username, email: asked.email }}
          autofocus={asked?.setupCode !== undefined && !wrongLater}
        />
        <Radios
          name="mfa"
          class="mfa"
          legend={setup.mfa}
          chosen={mfa}
          options={[
            { value: "on", label: setup.on },
            { value: "off", label: setup.off, hint: setup.offHint },
          ]}
        >
          <p>{setup.mfaText}</p>
        </Radios>
        <div class="mfa-on">
          <Tick
            name="acknowledge"
            id="acknowledge-on"
            value="on"
            label={setup.onTick}
            checked={mfa === "on" && asked?.acknowledge === true}
            error={mfa === "on" ? acknowledge : undefined}
            autofocus={mfa === "on" && wrong === "acknowledge"}
          />
          <Radios
            name="mode"
            legend={setup.mode}
            chosen={asked?.mode || view.mode}
            error={errors.get("mode")}
            options={modes.map((mode) => ({
              value: mode,
              label: textOf(setup.modes, mode),
              hint: fillIn(textOf(setup.hints, mode), { time: timeOfDay(tag, now) }),
            }))}
          >
            <Why view={view} context={context} />
          </Radios>
        </div>
        <div class="mfa-off">
          <Tick
            name="acknowledge"
            id="acknowledge-off"
            value="off"
            label={setup.offTick}
            checked={mfa === "off" && asked?.acknowledge === true}
            error={mfa === "off" ? acknowledge : undefined}
            autofocus={mfa === "off" && wrong === "acknowledge"}
          />
          <Tick
            name="confirmOff"
            value="off"
            label={setup.confirmOff}
            checked={mfa === "off" && asked?.confirmOff === true}
            error={confirmOff}
            autofocus={wrong === "confirmOff"}
          />
        </div>
        <button type="submit" class="main">
          {setup.submit}
        </button>
      </Form>
    </Layout>
  );
}

/** What was asked, and what follows from it. */
function Why({ view, context }: PageProps<"setup">) {
  const { setup } = context.language.locale;
  const { mail, internet } = view;
  const failed = mail.state === "failed";
  return (
    <p class="hint">
      {failed ? setup.noMail : setup.mail}
      {failed && mail.detail !== undefined && ` ${fillIn(setup.mailSaid, { detail: mail.detail })}`}
      {internet.state !== "off" && ` ${internet.state === "ok" ? setup.internet : setup.noInternet}`}
    </p>
  );
}

function keptCode(setupCode: string | undefined): Record<string, string> {
  return setupCode === undefined ? {} : { setupCode };
}
