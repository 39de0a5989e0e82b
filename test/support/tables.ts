import { codes, remedies } from "../../lib/errors/index.js";
import { commentOf, type Documented, membersOf } from "./docstrings.js";

const rowsOf = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const cells = ({ name, what, byDefault }: Documented) => [`\`${name}\``, what, byDefault];

/** The options of a call, in rows that name the call once. */
const callRows = (call: string, members: readonly Documented[]) =>
  members.map((member, at) => [at === 0 ? `\`${call}\`` : "", ...cells(member)]);

function optionsOfCreateMfa(): readonly Documented[] {
  const mail = membersOf("lib/mail/smtp-mailer.ts", "SmtpMailerOptions");
  return membersOf("lib/options/options.ts", "MfaOptions").flatMap((option) =>
    option.name === "mail"
      ? [option, ...mail.map((part) => ({ ...part, name: `mail.${part.name}` }))]
      : [option],
  );
}

function storageRows(): readonly (readonly string[])[] {
  const row = (file: string, name: string, argument: string) => {
    const { what, parameter } = commentOf(file, name);
    const call = `\`${name}(${argument})\``;
    return argument === ""
      ? [[call, "", what, ""]]
      : [
          [call, "", what, ""],
          ["", `\`${argument}\``, parameter, "needed"],
        ];
  };
  return [
    ...row("storage/sqlite.ts", "sqlite", "path"),
    ...row("storage/redis.ts", "redis", "url"),
    ...row("storage/postgres.ts", "postgres", "url"),
    ...membersOf("storage/postgres.ts", "PostgresOptions").map((member) => ["", ...cells(member)]),
    ...row("storage/memory.ts", "memory", ""),
  ];
}

/** The tables of the papers that are written from the source, by the name in their marker. */
const tables: Readonly<Record<string, () => string>> = {
  errors: () =>
    rowsOf(
      ["code", "status", "cause", "cure"],
      Object.entries(remedies).map(([code, { cause, cure }]) => [
        `\`${code}\``,
        String(codes[code as keyof typeof codes][0]),
        cause,
        cure,
      ]),
    ),
  options: () => rowsOf(["option", "what", "default"], optionsOfCreateMfa().map(cells)),
  policy: () =>
    rowsOf(["part", "what", "default"], membersOf("lib/core/policy.ts", "PolicyInput").map(cells)),
  need: () => rowsOf(["need", "what", "default"], membersOf("lib/contract/operator.ts", "Need").map(cells)),
  storage: () => rowsOf(["call", "option", "what", "default"], storageRows()),
  strategies: () =>
    rowsOf(
      ["call", "option", "what", "default"],
      [
        ...callRows("password()", membersOf("strategies/password/password.ts", "PasswordOptions")),
        ...callRows("external()", membersOf("strategies/external/external.ts", "ExternalOptions")),
        ...callRows("emailOtp()", membersOf("strategies/email-otp/email-otp.ts", "EmailOtpOptions")),
        ...callRows("passkey()", membersOf("strategies/passkey/options.ts", "PasskeyOptions")),
      ],
    ),
};

/** The papers that have such tables. */
export const papersWithTables = ["docs/errors.md", "docs/options.md"];

/** The paper with each of its tables as the source has it now. */
export function withTables(paper: string): string {
  return paper.replaceAll(
    /(<!-- table: (\w+), made by npm run docs -->\n)[\s\S]*?(<!-- end of table -->)/g,
    (_, start: string, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`there is no table "${name}"`);
      return `${start}${table()}\n${end}`;
    },
  );
}
