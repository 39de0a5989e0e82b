interface Kept {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
  readonly expires: number;
}

/** Cookies of one host, kept as RFC 6265bis says that a browser keeps them. */
export class CookieJar {
  readonly #kept = new Map<string, Kept>();

  /** Takes one `Set-Cookie` line from an answer of `url`. A browser says nothing where it refuses one; neither does this. */
  take(line: string, url: URL): void {
    const [pair = "", ...parts] = line.split(";").map((part) => part.trim());
    const equals = pair.indexOf("=");
    const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
    const attributes = new Map(parts.map(readAttribute));
    const path = attributes.get("path")?.startsWith("/")
      ? (attributes.get("path") ?? "/")
      : folder(url.pathname);
    const secure = attributes.has("secure");
    const domain = attributes.get("domain");

    if (equals < 1 || (secure && url.protocol !== "https:")) return;
    if (domain !== undefined && domain.replace(/^\./, "") !== url.hostname) return;
    if (name.startsWith("__Secure-") && !secure) return;
    if (name.startsWith("__Host-") && !(secure && path === "/" && domain === undefined)) return;

    const expires = expiry(attributes);
    const key = `${name};${path}`;
    if (expires <= Date.now()) this.#kept.delete(key);
    else this.#kept.set(key, { name, value, path, secure, expires });
  }

  /** The `Cookie` header for a request to `url`, the longest path first. */
  header(url: URL): string | undefined {
    const fitting = [...this.#kept.values()]
      .filter(({ expires }) => expires > Date.now())
      .filter(({ secure }) => !secure || url.protocol === "https:")
      .filter(({ path }) => pathFits(path, url.pathname))
      .sort((some, other) => other.path.length - some.path.length);
    return fitting.length === 0 ? undefined : fitting.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  names(): string[] {
    return [...this.#kept.values()].map(({ name }) => name);
  }

  /** Another browser profile that holds the same cookies: what a thief has. */
  copy(): CookieJar {
    const copy = new CookieJar();
    for (const [key, kept] of this.#kept) copy.#kept.set(key, kept);
    return copy;
  }

  clear(): void {
    this.#kept.clear();
  }
}

function readAttribute(part: string): [string, string] {
  const [name = "", ...value] = part.split("=");
  return [name.trim().toLowerCase(), value.join("=").trim()];
}

function expiry(attributes: ReadonlyMap<string, string>): number {
  const maxAge = attributes.get("max-age");
  if (maxAge !== undefined) return Date.now() + Number(maxAge) * 1000;
  const expires = attributes.get("expires");
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires);
}

function folder(pathname: string): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf("/")));
}

function pathFits(path: string, pathname: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
}
