export type Schema = Readonly<Record<string, unknown>>;

export interface Operation extends Schema {
  readonly responses: Readonly<Record<string, Schema>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** What several operations answer alike is said once, as `Answer401`, `Answer401b` and so on. */
export function shareResponses(paths: Paths): {
  readonly paths: Paths;
  readonly responses: Readonly<Record<string, Schema>>;
} {
  const names = new Map<string, string>();
  const responses: Record<string, Schema> = {};
  const shared = (status: string, response: Schema): Schema => {
    const text = JSON.stringify(response);
    const name = names.get(text) ?? nameFor(status, responses);
    names.set(text, name);
    responses[name] = response;
    return { $ref: `#/components/responses/${name}` };
  };
  const each = <T, U>(of: Readonly<Record<string, T>>, change: (value: T, key: string) => U) =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)]));
  return {
    paths: each(paths, (methods) =>
      each(methods, (operation) => ({
        ...operation,
        responses: each(operation.responses, (response, status) => shared(status, response)),
      })),
    ),
    responses,
  };
}

function nameFor(status: string, taken: Readonly<Record<string, unknown>>): string {
  const before = Object.keys(taken).filter((name) => name.startsWith(`Answer${status}`)).length;
  return `Answer${status}${before === 0 ? "" : (before + 10).toString(36)}`;
}
