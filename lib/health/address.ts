/** A host and its port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Reads `host`, `host:port` or `[::1]:port`; nothing where it is none of them, or has no port and none is usual. */
export function readAddress(text: string, usual?: number): Address | undefined {
  const parts = /^(?:\[([\da-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = parts?.[3] === undefined ? usual : Number(parts[3]);
  if (host === undefined || port === undefined || port < 1 || port > 65_535) return undefined;
  return { host, port };
}

export function written({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
