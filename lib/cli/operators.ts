import { readFile } from "node:fs/promises";
import type { Operator } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import type { Command, Given, Told } from "./command.js";

const hint =
  "Give it to nobody but them: make sure who they are, by another way than a mail or a call that says so.";

export const operatorCommands: readonly Command[] = [
  {
    name: "operators list",
    usage: "[--search TEXT] [--page N]",
    about: "Lists operators by name, 25 at a time.",
    options: ["search", "page"],
    words: 0,
    looks: true,
    async run({ mfa, options }) {
      const { operators, page, pages, found } = await mfa.operators.list({
        ...(options.search !== undefined && { search: options.search }),
        ...(options.page !== undefined && { page: whole("page", options.page) }),
      });
      const lines = operators.map(({ username, name, email, role }) =>
        [username, name ?? "", email ?? "-", role === "engineer" ? "engineer" : ""].join("\t").trimEnd(),
      );
      return {
        json: { operators, page, pages, found },
        text: [...lines, `page ${page} of ${pages}, ${found} found`].join("\n"),
      };
    },
  },
  {
    name: "operators add",
    usage: "<username> [--name NAME] [--email ADDRESS] [--role engineer]",
    about: "Adds somebody, and tells the code with which they choose a password.",
    options: ["name", "email", "role"],
    words: 1,
    async run({ mfa, words: [username = ""], options: { name, email, role } }) {
      const operator = await mfa.operators.add({ username, name, email, role: role as Operator["role"] });
      return codeTold(operator, await mfa.operators.invite(operator.id), "They enter it at");
    },
  },
  {
    name: "operators import",
    usage: "<file.csv>",
    about: "Adds all operators of a CSV file, or none.",
    options: [],
    words: 1,
    async run({ mfa, words: [file = ""] }) {
      const csv = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
        throw new MfaError("ERR_MFA_INPUT", { detail: `${file} cannot be read (${cause.code})`, cause });
      });
      const imported = await mfa.operators.import(csv);
      return { json: { imported }, text: `${imported} operators are there. Each needs an invitation.` };
    },
  },
  {
    name: "operators disable",
    usage: "<username>",
    about: "Puts somebody out at once; they cannot sign in any more.",
    options: [],
    words: 1,
    async run(given) {
      const operator = await named(given);
      await given.mfa.operators.disable(operator.id);
      return {
        json: { disabled: operator.username },
        text: `${operator.username} is out, and cannot sign in.`,
      };
    },
  },
  {
    name: "operators reset",
    usage: "<username> [--hours 24]",
    about: "Takes their second factors away, and tells the code with which they set up new ones.",
    options: ["hours"],
    words: 1,
    async run(given) {
      const operator = await named(given);
      const { hours } = given.options;
      const how = hours === undefined ? {} : { hours: whole("hours", hours) };
      return codeTold(operator, await given.mfa.operators.reset(operator.id, how), hint);
    },
  },
  {
    name: "break-glass",
    usage: "<username>",
    about: "A way back for a system engineer: a code for 15 minutes. Every engineer is told.",
    options: [],
    words: 1,
    async run({ mfa, words: [username = ""] }) {
      const code = await mfa.maintenance.breakGlass(username);
      return codeTold(
        { username },
        code,
        "Every system engineer is told by mail, and sees it under Options → Security.",
      );
    },
  },
];

function codeTold(
  { username }: Pick<Operator, "username">,
  { code, expires, url }: { readonly code: string; readonly expires: number; readonly url?: string },
  more: string,
): Told {
  return {
    json: { username, code, expires, ...(url !== undefined && { url }) },
    text: [
      `Code for ${username}: ${code}`,
      `Good once, until ${new Date(expires).toLocaleString("en", { dateStyle: "medium", timeStyle: "long" })}.`,
      url === undefined ? more : `${more} ${url}`,
    ].join("\n"),
  };
}

async function named({ mfa, words: [username = ""] }: Given): Promise<Operator> {
  const found = await mfa.operators.find(username);
  if (found === undefined)
    throw new MfaError("ERR_MFA_INPUT", { detail: `there is no operator "${username}"` });
  return found;
}

function whole(name: string, text: string): number {
  if (!/^[0-9]{1,6}$/.test(text))
    throw new MfaError("ERR_MFA_INPUT", { detail: `--${name} must be a whole number` });
  return Number(text);
}
