import type { AuditView } from "../contract/index.js";
import type { PageContext } from "./context.js";
import { FieldFrame } from "./field-frame.js";
import { inputErrors } from "./problem.js";
import { TextField } from "./text-field.js";

/** What is looked for; an address says it, so that it can be kept and sent. */
export function AuditFilter({
  view,
  context,
  open,
}: {
  readonly view: AuditView;
  readonly context: PageContext;
  readonly open: boolean;
}) {
  const { audit: words } = context.language.locale;
  const { filter, types } = view;
  const errors = inputErrors(context, context.notice, ["type", "result", "from", "to"]);
  const wrong = [...errors.keys()].find((name) => name === "from" || name === "to");
  const kinds: readonly (readonly [string, string])[] = types.map((type) => [type, words.types[type]]);
  const results: readonly (readonly [string, string])[] = Object.entries(words.results);
  return (
    <details open={open}>
      <summary>{words.filter}</summary>
      <form method="get" action={context.at("/audit")}>
        <TextField
          name="operator"
          label={words.operator}
          hint={words.operatorHint}
          value={filter.operator}
          error={undefined}
          optional
        />
        <Select name="type" label={words.type} all={words.all} chosen={filter.type} options={kinds} />
        <Select name="result" label={words.result} all={words.all} chosen={filter.result} options={results} />
        {(["from", "to"] as const).map((name) => (
          <TextField
            key={name}
            name={name}
            label={words[name]}
            hint={words.dayHint}
            value={filter[name]}
            error={errors.get(name)}
            autofocus={wrong === name}
            optional
          />
        ))}
        <button type="submit" class="main">
          {words.filter}
        </button>
      </form>
    </details>
  );
}

interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly all: string;
  readonly chosen: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

function Select({ name, label, all, chosen, options }: SelectProps) {
  const id = `field-${name}`;
  return (
    <FieldFrame id={id} label={label}>
      <select id={id} name={name} autocomplete="off">
        <option value="">{all}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
