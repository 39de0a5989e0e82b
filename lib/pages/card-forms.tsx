import type { Field } from "../contract/index.js";
import { languageName } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { confirmUrl } from "./links.js";
import { fieldErrors } from "./problem.js";

const password: Field = {
  name: "password",
  label: "newPassword",
  type: "password",
  autocomplete: "new-password",
};

export function PasswordForm({ view, context }: PageProps<"card">) {
  const { locale, wordsOf } = context.language;
  const { card } = locale;
  if (!view.fresh) {
    return (
      <p>
        <a href={confirmUrl(context, view.confirm, "/card")}>{card.confirmForPassword}</a>
      </p>
    );
  }
  const first = view.strategies.find(({ id }) => context.strategies.get(id)?.stage === "first");
  const words = { newPassword: card.newPassword, ...(first && wordsOf(first.id)) };
  return (
    <Form context={context} action="/card/password">
      {/* Tells a password manager whose password it is; without a name it is not sent. */}
      <input type="text" autocomplete="username" value={view.operator.username} readonly hidden />
      <Fields
        context={context}
        fields={[password]}
        words={words}
        errors={fieldErrors(context, context.notice, [password.name], words)}
        autofocus={context.notice?.errors?.password !== undefined}
      />
      <button type="submit">{card.changePassword}</button>
    </Form>
  );
}

/** The languages, each by its own name: whoever landed in a wrong one can read theirs. */
export function LanguageForm({ view, context }: PageProps<"card">) {
  const { card } = context.language.locale;
  const { language } = view.operator;
  return (
    <Form context={context} action="/card/language">
      <div class="field">
        <label for="field-language">{card.languageLabel}</label>
        <select id="field-language" name="language">
          <option value="" selected={language === undefined}>
            {card.languageOfBrowser}
          </option>
          {view.languages.map((tag) => (
            <option key={tag} value={tag} lang={tag} selected={tag === language}>
              {languageName(tag)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit">{card.changeLanguage}</button>
    </Form>
  );
}
