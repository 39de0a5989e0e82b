import { randomBytes } from "node:crypto";
import type { Answers } from "./answers.js";
import type { Project } from "./project.js";

/** A CommonJS host loads `.mjs` by `require` too. */
export function configName({ typescript, modules }: Pick<Project, "typescript" | "modules">): string {
  if (typescript) return "express-mfa.config.ts";
  return modules ? "express-mfa.config.js" : "express-mfa.config.mjs";
}

/** The options of `createMfa`, for the server and for the command line. */
export function configText(
  { issuer, url, storage, smtp }: Answers,
  { typescript }: Pick<Project, "typescript">,
): string {
  const kept = storageOf(storage);
  const host = new URL(url).hostname;
  const from = `${issuer} <mfa@${host}>`;
  return `import { existsSync } from "node:fs";
${typescript ? 'import type { MfaOptions } from "express-mfa";\n' : ""}import { ${kept.helper} } from "express-mfa/storage/${kept.helper}";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";

// What is secret stands in .env; what the environment says already comes first.
if (existsSync(".env")) process.loadEnvFile();

export default {
  issuer: ${JSON.stringify(issuer)},
  url: ${JSON.stringify(url)}, // where the router is mounted, as browsers see it
  secret: process.env.MFA_SECRET,
  storage: ${kept.call},
${smtp === "" ? "  // No mail server yet: codes by e-mail need SMTP_URL=smtp://user:password@host:587 in .env.\n" : ""}  mail: { smtp: process.env.SMTP_URL, from: ${JSON.stringify(from)} },
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
}${typescript ? " satisfies MfaOptions" : ""};
`;
}

/** What stands in `.env`: by name, the secret made now. */
export function environmentOf({ storage, smtp }: Answers): Readonly<Record<string, string>> {
  const { variable } = storageOf(storage);
  return {
    MFA_SECRET: randomBytes(32).toString("base64url"),
    ...(smtp !== "" && { SMTP_URL: smtp }),
    ...(variable !== undefined && { [variable]: storage }),
  };
}

/** The file with the data, which git has to leave alone, and what npm has to bring. */
export function storageOf(storage: string) {
  if (storage.startsWith("sqlite:")) {
    const file = storage.slice("sqlite:".length);
    return {
      helper: "sqlite",
      call: `sqlite(${JSON.stringify(file)})`,
      data: file,
      needs: { name: "@keyv/sqlite", version: "4" },
      variable: undefined,
    } as const;
  }
  // The URL may hold a password.
  return storage.startsWith("redis")
    ? ({
        helper: "redis",
        call: 'redis(process.env.REDIS_URL ?? "")',
        data: undefined,
        needs: { name: "@keyv/redis", version: "5" },
        variable: "REDIS_URL",
      } as const)
    : ({
        helper: "postgres",
        call: 'postgres(process.env.DATABASE_URL ?? "")',
        data: undefined,
        needs: { name: "pg", version: "8" },
        variable: "DATABASE_URL",
      } as const);
}
