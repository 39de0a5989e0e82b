import { MfaError } from "../../errors/index.js";
import type { Ask } from "../command.js";
import { type Project, portOf } from "./project.js";

export interface Answers {
  readonly issuer: string;
  readonly url: string;
  /** `sqlite:FILE`, `redis://…` or `postgres://…`. */
  readonly storage: string;
  /** Empty: no mail can be sent. */
  readonly smtp: string;
}

/** What the project tells of itself. */
type Usual = Pick<Project, "name" | "entry">;

interface Question {
  readonly option: keyof Answers;
  readonly text: string;
  /** What is wrong with an answer; nothing where it fits. */
  wrong(answer: string): string | undefined;
  usual(project: Usual): string;
  /** Asked of a person; otherwise taken from the options, or as it usually is. */
  readonly asked: boolean;
}

const questions: readonly Question[] = [
  {
    option: "issuer",
    text: "What do people call the system?",
    usual: ({ name }) => name,
    wrong: (answer) => (/^[^:\p{Cc}]{1,64}$/u.test(answer) ? undefined : "1 to 64 characters, no colon"),
    asked: true,
  },
  {
    option: "url",
    text: "Where will its sign-in be, as browsers see it?",
    usual: ({ entry }) => `http://localhost:${portOf(entry?.text ?? "")}/mfa`,
    wrong: (answer) =>
      isUrl(answer, ["https:", "http:"]) ? undefined : "a URL such as https://net2.example.com/mfa",
    asked: true,
  },
  {
    option: "smtp",
    text: "Which mail server sends codes? (smtp://user:password@host:587; empty: none yet)",
    usual: () => "",
    wrong: (answer) =>
      answer === "" || isUrl(answer, ["smtp:", "smtps:"])
        ? undefined
        : "a URL such as smtp://mail.example.com:587",
    asked: true,
  },
  {
    option: "storage",
    text: "",
    usual: () => "sqlite:mfa.sqlite",
    wrong: (answer) =>
      /^sqlite:\P{Cc}+$/u.test(answer) || isUrl(answer, ["redis:", "rediss:", "postgres:", "postgresql:"])
        ? undefined
        : "sqlite:FILE, redis://… or postgres://…",
    asked: false,
  },
];

export const answerOptions = questions.map(({ option }) => option);

/**
 * From the options, and what they leave open from whoever sits there.
 *
 * @throws `ERR_MFA_OPTIONS` for an option that does not fit
 */
export async function readAnswers(
  project: Usual,
  options: Readonly<Record<string, string | undefined>>,
  ask: Ask | undefined,
): Promise<Answers> {
  const found: Partial<Record<keyof Answers, string>> = {};
  for (const question of questions) {
    const { option, wrong } = question;
    const given = options[option];
    if (given !== undefined && wrong(given) !== undefined) {
      throw new MfaError("ERR_MFA_OPTIONS", { detail: `--${option}: ${wrong(given)}` });
    }
    const usual = question.usual(project);
    found[option] =
      given ?? (question.asked && ask !== undefined ? await untilRight(question, usual, ask) : usual);
  }
  return found as Answers;
}

async function untilRight({ text, wrong }: Question, usual: string, ask: Ask): Promise<string> {
  const shown = usual === "" ? "" : ` [${usual}]`;
  for (let hint = ""; ; ) {
    const answer = (await ask(`${hint}${text}${shown} `)).trim() || usual;
    const problem = wrong(answer);
    if (problem === undefined) return answer;
    hint = `${problem}\n`;
  }
}

/** What a URL passes over, such as the end of a line, would be one more line in `.env`. */
function isUrl(text: string, protocols: readonly string[]): boolean {
  return !/[\s\p{Cc}"'`]/u.test(text) && URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
