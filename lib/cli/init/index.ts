import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MfaError } from "../../errors/index.js";
import type { Begun, FirstCommand, Told } from "../command.js";
import { answerOptions, readAnswers } from "./answers.js";
import { configName, configText, environmentOf, storageOf } from "./config-file.js";
import { type Mount, mounted, mountLines } from "./mount.js";
import { type Project, readEntry, readProject } from "./project.js";
import { addEnvironment, ignore, ignoredBy, refuseLinks, replaceText, writeNew } from "./write.js";

/** Nothing is written before the last answer: Ctrl-C on the way leaves the project as it was. */
async function begin({ console, options, flags, json }: Begun): Promise<Told> {
  const folder = process.cwd();
  const found = readProject(folder);
  const project = options.entry === undefined ? found : { ...found, entry: readEntry(folder, options.entry) };
  const config = configName(project);
  if (existsSync(join(folder, config))) {
    throw new MfaError("ERR_MFA_OPTIONS", { detail: `${config} is there already, and stays as it is` });
  }
  refuseLinks(folder, [".env", ".gitignore", config]);
  const ask = flags.has("yes") ? undefined : console.ask;
  const answers = await readAnswers(project, options, ask);
  const path = new URL(answers.url).pathname.replace(/\/+$/, "") || "/";
  const lines = mountLines({ project, path, config });
  const say = (text: string) => (json ? undefined : console.out(`${text}\n`));
  say(shown(project, lines));
  const { entry } = project;
  const edit =
    entry !== undefined &&
    (flags.has("yes") || isYes(await console.ask?.(`Add them to ${entry.file}? [y/N] `)));
  const edited = edit ? mounted(entry, lines) : undefined;
  if (console.signal.aborted) return { exit: 130 };

  const { data, needs } = storageOf(answers.storage);
  ignore(folder, [".env", ...(data === undefined ? [] : ignoredBy(folder, data))]);
  const added = addEnvironment(folder, environmentOf(answers));
  writeNew(folder, config, configText(answers, project));
  if (entry !== undefined && edited !== undefined) replaceText(folder, entry.file, edited);
  say(
    `Written: ${config}; .env (${added.join(", ") || "as it was"}), which git leaves alone${edit ? `; ${entry?.file}` : ""}.`,
  );

  const missing = needs.name !== undefined && !existsSync(join(folder, "node_modules", needs.name));
  const install = `npm install ${needs.name}@${needs.version}`;
  if (!edit)
    say(`Nothing is mounted yet: add the lines above to ${entry?.file ?? "the file that makes your app"}.\n`);
  if (missing) say(`Next: ${install}\nThen: npx express-mfa doctor`);
  return {
    json: {
      config,
      environment: added,
      entry: edit ? entry?.file : undefined,
      lines,
      install: missing ? install : undefined,
    },
    ...(!missing && { text: `${doctorSays(project)}\n\n${nextStep(answers.url)}` }),
  };
}

function shown({ entry }: Project, { head, body }: Mount): string {
  const where =
    entry === undefined
      ? "No file with a line such as `const app = express();` was found; add to yours:"
      : `For ${entry.file}:`;
  const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`.trimEnd()).join("\n");
  return `\n${where}\n\n  after the imports\n${indented(head)}\n\n  after the line that makes the app\n${indented(body)}\n`;
}

/** In a process of its own, which reads the options as the server will. */
function doctorSays({ folder, typescript, dependencies }: Project): string {
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  const loader = typescript && dependencies.has("tsx") ? ["--import=tsx"] : [];
  const { stdout, stderr } = spawnSync(process.execPath, [...loader, main, "doctor"], {
    cwd: folder,
    encoding: "utf8",
  });
  return `\nnpx express-mfa doctor\n${stdout}${stderr}`.trimEnd();
}

/** Last, where it is read: the list above it is long. */
function nextStep(url: string): string {
  return `Next: start your server. It prints a setup code; enter it at ${url.replace(/\/+$/, "")}/setup, and you are the first system engineer.`;
}

function isYes(answer: string | undefined): boolean {
  return /^(y|yes|j|ja)$/i.test((answer ?? "").trim());
}

/** The first ten minutes of a host: the options in a file, a secret, and the lines that mount it. */
export const init: FirstCommand = {
  name: "init",
  usage:
    "[--yes] [--issuer NAME] [--url URL] [--smtp URL] [--storage sqlite:FILE|redis://…|postgres://…] [--entry FILE]",
  about:
    "Sets it up in an Express project: options, secret, the lines that mount it. Asks for what it is not told.",
  options: [...answerOptions, "entry"],
  flags: ["yes"],
  words: 0,
  begin,
};
