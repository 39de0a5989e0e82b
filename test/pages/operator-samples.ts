import type { OperatorRow, OperatorView, View } from "../../lib/contract/index.js";

const ella: OperatorView = {
  username: "ella",
  name: "Ella Strand",
  email: "ella@net2.example",
  role: "engineer",
};

const common = { role: "operator", enabled: true, joined: true, strategies: ["email-otp"] } as const;
const anna: OperatorRow = {
  ...common,
  id: "a1",
  username: "anna",
  name: "Anna Lind",
  email: "anna@net2.example",
  strategies: ["totp", "email-otp"],
  lastSignIn: Date.UTC(2026, 0, 5, 7, 30),
};
const invitedUntil = Date.UTC(2026, 0, 8, 9, 50);
const nils: OperatorRow = {
  ...common,
  id: "n1",
  username: "nils",
  joined: false,
  strategies: [],
  invitedUntil,
};
const people: readonly OperatorRow[] = [
  anna,
  {
    ...common,
    id: "b1",
    username: "bertil.svensson-lindqvist",
    name: "Bertil Svensson-Lindqvist",
    enabled: false,
    strategies: [],
  },
  {
    ...common,
    id: "e1",
    username: "ella",
    name: "Ella Strand",
    email: "ella@net2.example",
    role: "engineer",
  },
  {
    ...common,
    id: "m1",
    username: "maria",
    email: "maria.with.a.rather.long.address@headquarters.net2.example",
  },
  nils,
];
const list = {
  state: "operators",
  ...{ operator: ella, operators: people, search: "", withoutEmailOnly: false },
  ...{ number: 1, pages: 1, found: 5, total: 5, withoutEmail: 2, fresh: true },
} as const;
const theirs = {
  sessions: [{ id: "s1", client: "browser", address: "192.0.2.7", since: 0, used: 60_000, current: false }],
  browsers: [{ id: "b1", client: "browser", since: 0, used: 60_000, current: false, trustedUntil: 90_000 }],
} as const;
const one = {
  state: "operator",
  operator: ella,
  self: false,
  invitable: false,
  resettable: true,
  ...theirs,
  fresh: true,
} as const;
const importing = { state: "import", operator: ella, fresh: true } as const;
const row = (username: string, name?: string) =>
  ({ username, ...(name && { name }), role: "operator" }) as const;

/** The pages of the people, in every way that they can look. */
export const operatorViews = {
  operators: list,
  "operators, not fresh": { ...list, fresh: false, confirm: "totp" },
  "operators, found": {
    ...list,
    search: "an",
    operators: [anna],
    number: 2,
    pages: 7,
    found: 151,
    total: 10_000,
  },
  "operators, asked again": {
    ...list,
    asked: { username: "", name: "Nils", email: "nils@", role: "engineer" },
  },
  operator: { ...one, subject: anna },
  "operator, not fresh": { ...one, subject: anna, fresh: false, confirm: "email-otp" },
  "operator, self": { ...one, subject: people[2] ?? anna, self: true },
  "operator, invited": {
    ...one,
    subject: nils,
    invitable: true,
    invitation: {
      code: "7K3D-9MXQ-2HTP-W4CN",
      expires: invitedUntil,
      url: "https://net2.example.com/mfa/invitation",
    },
  },
  "operator, disabled": { ...one, subject: people[1] ?? anna, invitable: true },
  "operator, reset": {
    ...one,
    subject: { ...anna, strategies: [], handoverUntil: invitedUntil },
    handover: { code: "7K3D-9MXQ-2HTP-W4CN", expires: invitedUntil },
  },
  "operator, reset, code too old": { ...one, subject: { ...anna, strategies: [], handoverUntil: 1 } },
  import: importing,
  "import, wrong": {
    ...importing,
    csv: "username,email\nanna,\nbo,no address\n",
    preview: {
      ...{ count: 2, engineers: 0, withoutEmail: 1, first: [row("anna")], wrong: 2 },
      errors: [
        { line: 2, field: "username", error: "taken" },
        { line: 3, field: "email", error: "address" },
      ],
    },
  },
  "import, to be looked at": {
    ...importing,
    csv: "username\nbo\ncy\n",
    preview: {
      ...{ count: 240, engineers: 1, withoutEmail: 12, wrong: 0, errors: [] },
      first: [row("bo", "Bo Ek"), row("cy"), { ...row("di"), role: "engineer" }],
    },
  },
  "import, under way": {
    ...importing,
    progress: { id: "i1", state: "committed", rows: 10_000, done: 4250, errors: [] },
  },
  "import, done": {
    ...importing,
    progress: { id: "i1", state: "done", rows: 240, done: 240, errors: [] },
  },
  "import, undone": {
    ...importing,
    progress: {
      id: "i1",
      state: "undone",
      ...{ rows: 240, done: 0 },
      errors: [{ line: 7, field: "username", error: "taken" }],
    },
  },
} as const satisfies Record<string, View>;
