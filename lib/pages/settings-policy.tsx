import type { Lockout } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext, PageProps } from "./context.js";
import { Form } from "./form.js";
import { fieldErrors } from "./problem.js";
import { TextField } from "./text-field.js";
import { Radios, Tick } from "./ticks.js";

/** The policy, to be changed where the proof is fresh. */
export function PolicyForm({ view, context }: PageProps<"settings">) {
  const { policy, asked, modes, further, fresh, lockout, passwordless: able } = view;
  const { language, notice } = context;
  const { settings } = language.locale;
  const { session, reauthDays } = policy;
  const chosen = {
    ...policy,
    reauthDays: String(reauthDays),
    sessionHours: String(Math.round(session.absolute / 3600)),
    idleMinutes: String(Math.round(session.idle / 60)),
    ...asked,
  };
  const names = ["mode", "confirmOff", "also", "passwordless", "reauthDays", "sessionHours", "idleMinutes"];
  const errors = fieldErrors(context, notice, names);
  const numbers = [
    ["reauthDays", settings.days, settings.daysHint],
    ["sessionHours", settings.sessionHours, settings.sessionHoursHint],
    ["idleMinutes", settings.idleMinutes, settings.idleMinutesHint],
  ] as const;
  const [wrong] = errors.keys();
  return (
    <Form context={{ ...context, carried: {} }} action="/settings">
      <input type="hidden" name="version" value={policy.version} />
      {lockout !== undefined && <Warning lockout={lockout} context={context} />}
      <Radios
        name="mode"
        legend={settings.mode}
        disabled={!fresh}
        chosen={chosen.mode}
        error={errors.get("mode")}
        options={modes.map((mode) => ({
          value: mode,
          label:
            mode === "off" && further.length > 0
              ? settings.neither
              : settings.modes[mode as keyof typeof settings.modes],
        }))}
      />
      {chosen.mode === "email" && <p class="hint">{settings.mailOnly}</p>}
      {errors.has("confirmOff") && (
        <Tick
          name="confirmOff"
          label={settings.confirmOff}
          error={errors.get("confirmOff")}
          autofocus={wrong === "confirmOff"}
        />
      )}
      {further.length > 0 && (
        <fieldset disabled={!fresh}>
          <legend>{settings.also}</legend>
          {further.map((id) => (
            <Tick
              key={id}
              name="also"
              id={`also-${id}`}
              value={id}
              label={language.wordsOf(id).name}
              checked={chosen.also.includes(id)}
              error={id === further[0] ? errors.get("also") : undefined}
              autofocus={id === further[0] && wrong === "also"}
            />
          ))}
        </fieldset>
      )}
      {able.length > 0 && (
        <fieldset disabled={!fresh}>
          <Tick
            name="passwordless"
            label={fillIn(settings.passwordless, {
              names: able.map((id) => language.wordsOf(id).name).join(", "),
            })}
            checked={chosen.passwordless}
            error={errors.get("passwordless")}
            autofocus={wrong === "passwordless"}
          />
          <p class="hint">{settings.passwordlessHint}</p>
        </fieldset>
      )}
      {numbers.map(([name, label, hint]) => (
        <TextField
          inputMode="numeric"
          key={name}
          name={name}
          label={label}
          hint={hint}
          value={chosen[name]}
          error={errors.get(name)}
          autofocus={wrong === name}
          disabled={!fresh}
        />
      ))}
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
        <Tick name="confirm" id="confirm" label={settings.understood} />
      )}
    </div>
  );
}
