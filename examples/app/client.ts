/** What the server says of where a sign-in stands: the members that this app uses of those in `/mfa/openapi.json`. */
export interface View {
  readonly state: string;
  readonly strategy?: string;
  readonly strategies?: readonly StrategyView[];
  readonly sent?: { readonly to?: string; readonly again: number };
  readonly trustDays?: number;
  /** The strategy to pass first; `null`: only an engineer can help. */
  readonly confirm?: string | null;
  /** A code that an engineer handed over is asked for. */
  readonly handover?: boolean;
  /** Of an enrolment: what is shown, and the members of the answer. */
  readonly uri?: string;
  readonly secret?: string;
  readonly codes?: readonly string[];
  readonly fields?: readonly string[];
  readonly token?: string;
  readonly device?: string;
}

export interface StrategyView {
  readonly id: string;
  readonly enrolled: boolean;
  readonly starts: boolean;
  readonly enrollable: boolean;
}

/** RFC 9457, with the view where the caller stands now, if there is one. */
export interface Problem extends Partial<View> {
  readonly title: string;
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly retryAfter?: number;
  readonly errors?: Readonly<Record<string, string>>;
}

export type Answer =
  | { readonly ok: true; readonly view: View }
  | { readonly ok: false; readonly problem: Problem };

/** What an app keeps between two starts: the token that makes it a trusted one. */
export interface Keep {
  read(): Promise<string | undefined>;
  write(device: string): Promise<void>;
}

export class NotSecure extends Error {}

const local = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The server, for an app: JSON and a bearer token, no cookie. Each answer may bring a new token; the one before is over. */
export class Client {
  readonly #base: string;
  readonly #keep: Keep;
  #token: string | undefined;

  constructor(base: string, keep: Keep) {
    const { protocol, hostname } = new URL(base);
    // Password and token go along: over plain http no farther than this machine.
    if (protocol !== "https:" && !local.has(hostname)) throw new NotSecure(`${base} is not https`);
    this.#base = base;
    this.#keep = keep;
  }

  async signIn(username: string, password: string): Promise<Answer> {
    const device = await this.#keep.read();
    const said = { client: "app", clientName: "Net2 terminal", clientVersion: "1.0" };
    return this.#mfa("POST", "/sign-in", {
      username,
      password,
      ...said,
      ...(device !== undefined && { device }),
    });
  }

  where(query = ""): Promise<Answer> {
    return this.#mfa("GET", `/${query}`);
  }

  start(strategy: string): Promise<Answer> {
    return this.#mfa("POST", `/challenge/${strategy}`, {});
  }

  verify(strategy: string, code: string, trust: boolean): Promise<Answer> {
    return this.#mfa("POST", `/challenge/${strategy}/verify`, { code, trust });
  }

  enrol(strategy: string): Promise<Answer> {
    return this.#mfa("POST", `/enrol/${strategy}`, {});
  }

  finishEnrol(strategy: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#mfa("POST", `/enrol/${strategy}/verify`, fields);
  }

  handover(code: string): Promise<Answer> {
    return this.#mfa("POST", "/handover", { code });
  }

  signOut(): Promise<Answer> {
    return this.#mfa("POST", "/sign-out", {});
  }

  /** A route of the product itself. */
  async ask(method: "GET" | "POST", path: string): Promise<Response> {
    return this.#send(method, path, method === "POST" ? {} : undefined);
  }

  async #mfa(method: "GET" | "POST", path: string, body?: object): Promise<Answer> {
    const response = await this.#send(method, `/mfa${path}`, body);
    const answer = (await response.json()) as View & Problem;
    if (!response.ok) return { ok: false, problem: answer };
    if (answer.token !== undefined) this.#token = answer.token;
    if (answer.device !== undefined) await this.#keep.write(answer.device);
    return { ok: true, view: answer };
  }

  #send(method: string, path: string, body?: object): Promise<Response> {
    return fetch(new URL(path, this.#base), {
      method,
      redirect: "error",
      headers: {
        Accept: "application/json",
        ...(this.#token !== undefined && { Authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}
