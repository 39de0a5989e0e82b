import {
  type Codes,
  codeField,
  type Enrolment,
  type Held,
  type Json,
  maskEmail,
  readCode,
  type Strategy,
  sentCode,
  spentOnce,
} from "../../../lib/kit/index.js";
import type { StrategyCase } from "../../../lib/testing/index.js";

/** A way to get a strategy wrong, and the tests that must see it. */
export interface Broken<Case> {
  readonly wrong: string;
  readonly red: readonly string[];
  make(): Case;
}

type Sent = { readonly email: string };
const { fields: sentFields, ...sending } = sentCode<Sent>({
  to: ({ email }) => email,
  mask: maskEmail,
  deliver: ({ send }, to, code) => send({ to, subject: code, before: [], code, after: [] }),
  expiresIn: 600,
});

const sender: Strategy<string, Sent> = {
  id: "sender",
  stage: "second",
  factor: "possession",
  strength: 1,
  amr: [],
  messages: { en: { name: "Code", prompt: "Enter it.", start: "Send it", code: "Code" } },
  fields: sentFields,
  derive: ({ email }) => (email === undefined ? undefined : { email }),
  ...sending,
};

const list: Strategy<string, Codes> & { readonly enrol: Enrolment<Codes> } = {
  id: "list",
  stage: "second",
  factor: "possession",
  strength: 1,
  amr: [],
  messages: { en: { name: "List", prompt: "Enter one.", enrol: "Print it.", code: "Code", codes: "Codes" } },
  fields: [codeField],
  ...spentOnce,
  async judge({ mac }, held, input) {
    const code = readCode(input.code, 8);
    if (held === undefined || code === undefined) return { right: false };
    const use = mac(code);
    return [...held.own.left, ...held.own.used].includes(use) ? { right: true, use } : { right: false };
  },
  enrol: {
    begin: async ({ random }) => [random.digits(8), random.digits(8)],
    view: async (_services, begun) => ({ data: {}, list: { label: "codes", values: begun as string[] } }),
    async finish({ mac }, begun, input) {
      const [first = "", second = ""] = begun as string[];
      if (readCode(input.code, 8) !== first) return { right: false };
      return { right: true, own: { left: [mac(second)], used: [mac(first)] } };
    },
  },
};

/** Paired first, by a number that is shown, and then sent codes. */
const { derive: _derive, ...unpaired } = sender;
const paired: Strategy<string, Sent> = {
  ...unpaired,
  messages: {
    en: { name: "Code", prompt: "Enter it.", start: "Send it", enrol: "Pair it.", code: "Code", key: "Key" },
  },
  enrol: {
    begin: async ({ random }) => random.digits(8),
    view: async (_services, begun) => ({ data: {}, text: { label: "key", value: String(begun) } }),
    finish: async (_services, begun, input) =>
      readCode(input.code, 8) === begun
        ? { right: true, own: { email: "anna.lind@net2.example" } }
        : { right: false },
  },
};

/** The code in the newest mail is right. */
const sends = (change: Partial<Strategy<string, Sent>>, how: Partial<StrategyCase> = {}): StrategyCase => ({
  strategy: { ...sender, ...change } as Strategy,
  once: "challenge",
  own: () => ({ email: "anna.lind@net2.example" }),
  right: (_services, _own, mails) => ({ code: mails.at(-1)?.subject ?? "" }),
  ...how,
});

/** Before an enrolment the first of two codes is right, after it the second one that was printed. */
const lists = (change: Partial<Strategy<string, Codes>>, how: Partial<StrategyCase> = {}): StrategyCase => {
  let next = "12345678";
  return {
    strategy: { ...list, ...change } as Strategy,
    once: "consume",
    own: ({ mac }) => ({ left: ["12345678", "00000042"].map((code) => mac(code)), used: [] }),
    right: () => ({ code: next }),
    enrol: (_services, begun) => {
      const [first = "", second = ""] = begun as string[];
      next = second;
      return { code: first };
    },
    ...how,
  };
};

/** As much of the two as can be told apart. */
const picture: NonNullable<Strategy<string, Codes>["picture"]> = async (_services, _own, type) =>
  Buffer.from(type === "svg" ? "<svg></svg>" : "\x89PNG", "latin1");

export const sound: readonly { readonly name: string; make(): StrategyCase }[] = [
  { name: "a sound code that is sent", make: () => sends({}) },
  { name: "a sound list", make: () => lists({ picture }) },
  {
    name: "a sound code that is sent to what was paired",
    make: () => ({
      ...sends({}, { enrol: (_services, begun) => ({ code: String(begun) }) }),
      strategy: paired as Strategy,
    }),
  },
];

const enrolling = (change: Partial<Enrolment<Codes>>) => ({ enrol: { ...list.enrol, ...change } });
const strange = { id: "x", own: { email: "anna.lind@net2.example" } } satisfies Held<Sent>;

export const brokenStrategies: readonly Broken<StrategyCase>[] = [
  {
    wrong: "judge throws at what is no code",
    red: ["refuses whatever is malformed, and throws at nothing"],
    make: () =>
      lists({
        judge: async (services, held, input) => {
          if (!/^\d+$/.test(input.code ?? "")) throw new TypeError("digits are wanted");
          return list.judge(services, held, input);
        },
      }),
  },
  {
    wrong: "judge reads a code into whatever has its digits",
    red: ["refuses whatever is malformed, and throws at nothing"],
    make: () =>
      sends({
        judge: (services, held, { code = "" }, data) =>
          sender.judge(services, held, { code: code.replace(/[^0-9]/g, "").slice(0, 6) }, data),
      }),
  },
  {
    wrong: "judge compares all but the last digit",
    red: [
      "refuses an input of the same shape that is wrong in one character",
      "refuses whatever is malformed, and throws at nothing",
    ],
    make: () =>
      lists(
        {
          judge: async ({ mac }, held, { code = "" }) => {
            const use = held?.own.left.find((hash) => hash === mac("12345678") && code.startsWith("1234567"));
            return use === undefined ? { right: false } : { right: true, use };
          },
        },
        { enrol: undefined as never },
      ),
  },
  {
    wrong: "judge knows the challenge and forgets whose it is",
    red: ["refuses the right input of somebody who is not known"],
    make: () =>
      sends({
        judge: (services, held, input, data) => sender.judge(services, held ?? strange, input, data),
      }),
  },
  {
    wrong: "judge remembers by itself what was used, where another process would not",
    red: ["finds the same for any number at once"],
    make: () => {
      let seen = false;
      return lists({
        judge: async (services, held, input) => {
          const finding = await list.judge(services, held, input);
          if (!finding.right || seen) return { right: false };
          seen = true;
          return finding;
        },
      });
    },
  },
  {
    wrong: "a code is taken twice",
    red: ["refuses what was used already", "spends the input that enrolled"],
    make: () => lists({ consume: (own) => own }),
  },
  {
    wrong: "consume writes into what it was given",
    red: ["is pure: the same answer twice, at once, and nothing changed in what it was given"],
    make: () =>
      lists({
        consume(own, use) {
          const left = own.left as string[];
          const at = left.indexOf(String(use));
          if (at < 0) return undefined;
          left.splice(at, 1);
          return own;
        },
      }),
  },
  {
    wrong: "consume waits",
    red: ["is pure: the same answer twice, at once, and nothing changed in what it was given"],
    make: () => lists({ consume: (async (own: Codes, use: Json) => spentOnce.consume(own, use)) as never }),
  },
  {
    wrong: "consume answers otherwise when the commit runs it again",
    red: ["is pure: the same answer twice, at once, and nothing changed in what it was given"],
    make: () => {
      let runs = 0;
      return lists({
        consume(own, use) {
          runs += 1;
          return runs > 1 ? undefined : spentOnce.consume(own, use);
        },
      });
    },
  },
  {
    wrong: "the challenge keeps its code in clear",
    red: ["keeps no code in clear, and does not say the whole of where it goes"],
    make: () =>
      sends({
        async challenge({ random, send }) {
          const code = random.digits(6);
          const letter = { to: "anna.lind@net2.example", subject: code, before: [], after: [] };
          return { data: { code }, deliver: () => send(letter) };
        },
        judge: async (_services, held, { code }, data) => ({
          right:
            held !== undefined &&
            code !== undefined &&
            code === (data as { code?: string } | undefined)?.code,
        }),
      }),
  },
  {
    wrong: "the challenge says the whole address to whoever has the password",
    red: ["keeps no code in clear, and does not say the whole of where it goes"],
    make: () =>
      sends({
        challenge: async (services, held) => ({
          ...(await sending.challenge(services, held)),
          sentTo: held.own.email,
        }),
      }),
  },
  {
    wrong: "the code is sent before the commit has paid for it",
    red: ["sends nothing before `deliver`, which is after the commit, and then one message"],
    make: () =>
      sends({
        async challenge(services, held) {
          const { deliver, ...start } = await sending.challenge(services, held);
          await deliver?.().catch(() => {});
          return start;
        },
      }),
  },
  {
    wrong: "every challenge has the same code",
    red: ["is answered by its own code only"],
    make: () =>
      sends({
        challenge: (services, held) =>
          sending.challenge({ ...services, random: { ...services.random, digits: () => "123456" } }, held),
      }),
  },
  {
    wrong: "a code is good for an hour",
    red: ["is good for ten minutes at most"],
    make: () =>
      sends({
        challenge: async (services, held) => ({
          ...(await sending.challenge(services, held)),
          expiresIn: 3600,
        }),
      }),
  },
  {
    wrong: "what could not be sent is told in an error of its own",
    red: ["tells by a `DeliveryError` that nothing could be sent"],
    make: () =>
      sends({
        async challenge(services, held) {
          const { deliver, ...start } = await sending.challenge(services, held);
          return {
            ...start,
            deliver: () =>
              deliver?.().catch(() => {
                throw new Error("no luck");
              }) ?? Promise.resolve(),
          };
        },
      }),
  },
  {
    wrong: "an enrolment draws nothing",
    red: ["draws what it enrols anew each time"],
    make: () => lists(enrolling({ begin: async () => ["11111111", "22222222"] })),
  },
  {
    wrong: "an enrolment gives a credential that judge cannot read",
    red: ["gives a credential for the right input, which judge takes from then on"],
    make: () =>
      lists(
        enrolling({
          async finish(services, begun, input) {
            const finding = await list.enrol.finish(services, begun, input);
            return finding.right ? { right: true, own: { left: begun as string[], used: [] } } : finding;
          },
        }),
      ),
  },
  {
    wrong: "the code that enrolled signs in as well",
    red: ["spends the input that enrolled"],
    make: () =>
      lists(
        enrolling({
          async finish(services, begun, input) {
            const finding = await list.enrol.finish(services, begun, input);
            if (!finding.right) return finding;
            const { left, used } = finding.own;
            return { right: true, own: { left: [...used, ...left], used: [] } };
          },
        }),
      ),
  },
  {
    wrong: "an enrolment takes whatever is typed",
    red: ["refuses whatever is malformed, and throws at nothing"],
    make: () =>
      lists(
        enrolling({
          finish: (services, begun) =>
            list.enrol.finish(services, begun, { code: (begun as string[])[0] ?? "" }),
        }),
      ),
  },
  {
    wrong: "an enrolment shows what JSON does not carry",
    red: ["shows data that JSON can carry, the same each time, and has words for it"],
    make: () => lists(enrolling({ view: async () => ({ data: { until: new Date() as unknown as Json } }) })),
  },
  {
    wrong: "a picture is of one type, whatever is asked for",
    red: ["draws a picture of the type that is asked for"],
    make: () => lists({ picture: (services, own) => picture(services, own, "svg") }),
  },
  {
    wrong: "an enrolment that is given up spends what is there",
    red: ["changes nothing when it is abandoned"],
    make: () => {
      let replaced = false;
      return lists({
        ...enrolling({
          async finish(services, begun, input) {
            replaced = true;
            return list.enrol.finish(services, begun, input);
          },
        }),
        judge: async (services, held, input) =>
          replaced && input.code === "12345678" ? { right: false } : list.judge(services, held, input),
      });
    },
  },
  {
    wrong: "judge has nothing that it takes",
    red: ["takes the right input, from a credential and a challenge that were stored"],
    make: () => sends({ judge: async () => ({ right: false }) }),
  },
  {
    wrong: "an id that is no part of a URL",
    red: ["is an id that fits a URL, and values that are known"],
    make: () => lists({ id: "My List" }),
  },
  {
    wrong: "a word is missing in one language",
    red: ["has a word for each field, each button and each page, in every language that it has"],
    make: () =>
      sends({ messages: { ...sender.messages, sv: { name: "Kod", prompt: "Ange den.", code: "Kod" } } }),
  },
  {
    wrong: "a field without an end",
    red: ["is fields of different names, of bounded length, that a device can fill"],
    make: () => lists({ fields: [{ name: "code", label: "code", type: "text", autocomplete: "off" }] }),
  },
  {
    wrong: "it follows from the hour as well as from the operator",
    red: ["follows from the operator alone"],
    make: () => {
      let asked = 0;
      return sends({
        derive: ({ email }) => {
          asked += 1;
          return email === undefined ? undefined : { email: `${asked}-${email}` };
        },
      });
    },
  },
  {
    wrong: "it is neither enrolled nor follows from the operator",
    red: ["is enrolled, with an enrolment that is tested here, or follows from the operator"],
    make: () => sends({ derive: undefined as never }),
  },
  {
    wrong: "a thing that is held, and whose answers are good for ever",
    red: ["says truly what makes an input good once"],
    make: () => lists({}, { once: "never" }),
  },
];
