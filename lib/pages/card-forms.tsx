import { languageName } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { firstOf } from "./first-of.js";
import { Form } from "./form.js";
import { confirmUrl } from "./links.js";
import { inputErrors } from "./problem.js";

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
  const first = firstOf(context);
  const fields = first?.enrol?.fields ?? first?.fields ?? [];
  const words = { newPassword: card.newPassword, ...(first && wordsOf(first.id)) };
  const names = fields.map(({ name }) => name);
  return (
    <Form context={context} action="/card/password">
      {/* Tells a password manager whose password it is; without a name it is not sent. */}
      <input type="text" autocomplete="username" value={view.operator.username} readonly hidden />
      <Fields
        context={context}
        fields={fields}
        words={words}
        errors={inputErrors(context, context.notice, names, words)}
        autofocus={names.some((name) => context.notice?.errors?.[name] !== undefined)}
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
