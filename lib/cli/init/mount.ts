import { dirname, relative } from "node:path";
import { MfaError } from "../../errors/index.js";
import { appShape, type Entry, type Project } from "./project.js";

/** The lines that mount it. */
export interface Mount {
  /** After the last import. */
  readonly head: readonly string[];
  /** After the line that makes the app. */
  readonly body: readonly string[];
}

interface Place {
  readonly project: Project;
  /** Path of the router, `/mfa`. */
  readonly path: string;
  /** The name of the file with the options. */
  readonly config: string;
}

export function mountLines({ project, path, config }: Place): Mount {
  const { entry, modules, typescript } = project;
  const [, , app = "app"] = appShape.exec(entry?.text ?? "") ?? [];
  const from = entry === undefined ? "." : relative(dirname(entry.file), ".") || ".";
  // What is built or run is a .js file, also where its source is TypeScript.
  const file = `${from}/${config.replace(/\.ts$/, ".js")}`;
  const syntax = modules || typescript;
  const imports = syntax
    ? ['import { createMfa } from "express-mfa";', `import mfaOptions from "${file}";`]
    : [
        'const { createMfa } = require("express-mfa");',
        `const { default: mfaOptions } = require("${file}");`,
      ];
  return {
    head: [
      ...imports,
      "",
      "const mfa = createMfa(mfaOptions);",
      "mfa.ready(); // until then everything answers 503; what it cannot open ends the process",
    ],
    body: [
      `${app}.use("${path}", mfa.router); // set-up, sign-in, operator card, Options → Security`,
      `${app}.use(mfa.protect()); // nobody further than this line without what the policy asks for`,
    ],
  };
}

/** The entry with the lines in their places. */
export function mounted({ text }: Entry, { head, body }: Mount): string {
  if (text.includes('"express-mfa"')) {
    throw new MfaError("ERR_MFA_OPTIONS", { detail: "it is mounted there already" });
  }
  const lines = text.split("\n");
  const after = lastImport(lines) + 1;
  const made = lines.findIndex((line) => appShape.test(line));
  const [, indent = ""] = appShape.exec(lines[made] ?? "") ?? [];
  return [
    ...lines.slice(0, after),
    ...head,
    ...lines.slice(after, made + 1),
    ...body.map((line) => indent + line),
    ...lines.slice(made + 1),
  ].join("\n");
}

/** -1 where there is none: then it goes first. An import over several lines ends with its path. */
function lastImport(lines: readonly string[]): number {
  const made = lines.findIndex((line) => appShape.test(line));
  const first = lines.slice(0, made);
  const shape =
    /^import\b.*["'];?\s*$|^\}\s*from\s*["'].*["'];?\s*$|^(const|let|var)\b.*\brequire\(.*$|^import\b.*\brequire\(.*$/;
  return first.findLastIndex((line) => shape.test(line));
}
