import type { PageProps } from "./context.js";
import { Form } from "./form.js";

/** Which second factor is offered first, where there is more than one. */
export function PreferredForm({ view, context }: PageProps<"card">) {
  const { locale, wordsOf } = context.language;
  const { card } = locale;
  if (view.preferable.length < 2) return null;
  return (
    <Form context={context} action="/card/preferred">
      <div class="field">
        <label for="field-preferred">{card.preferred}</label>
        <p class="hint" id="field-preferred-hint">
          {card.preferredHint}
        </p>
        <select id="field-preferred" name="strategy" aria-describedby="field-preferred-hint">
          {view.preferable.map((id, index) => (
            <option key={id} value={id} selected={index === 0}>
              {wordsOf(id).name}
            </option>
          ))}
        </select>
      </div>
      <button type="submit">{card.changePreferred}</button>
    </Form>
  );
}
