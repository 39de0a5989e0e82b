import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect } from "chai";
import { codes } from "../../lib/errors/index.js";
import { emailOtp, external, password, totp } from "../../strategies/index.js";
import { startHost } from "../support/harness.js";
import type { Document } from "../support/openapi.js";
import { routesOf } from "../support/routes.js";
import { documentFile, standingDocument } from "../support/standing-document.js";

/** Thrown at start, to the host developer, and so never an answer; or told to a page alone. */
const neverAnswered = ["ERR_MFA_OPTIONS", "ERR_MFA_ADAPTER", "ERR_MFA_SECRET", "ERR_MFA_DATA_VERSION"];
/** Answers of an address that the document has not, and of the host's own routes to programs. */
const elsewhere = ["ERR_MFA_METHOD", "ERR_MFA_SCOPE", "ERR_MFA_ADDRESS"];

describe("/openapi.json", () => {
  let document: Document;
  before(async () => {
    document = await standingDocument();
  });

  it("is the file that comes with the package; npm run openapi writes it anew", () => {
    expect(JSON.parse(readFileSync(documentFile, "utf8"))).to.deep.equal(document);
  });

  it("is valid OpenAPI 3.1, says a validator that is not ours", async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).to.equal(undefined);
    expect(valid).to.equal(true);
    const broken = { ...structuredClone(document), paths: { card: {} } };
    expect((await new Validator().validate(broken)).valid, "it can say no").to.equal(false);
  });

  it("has every route of the running router, and no other", async () => {
    const host = await startHost();
    try {
      const running = routesOf(host.mfa.router)
        .filter(({ path }) => !path.startsWith("/assets/") && path !== "/openapi.json")
        .flatMap(({ path, methods }) =>
          methods
            .filter((method) => method !== "head")
            .map((method) => `${method} /mfa${path.replace(/:(\w+)/g, "{$1}")}`),
        );
      const own = (await host.browser().get("/mfa/openapi.json")).json() as unknown as Document;
      const named = Object.entries(own.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map(
          (method) =>
            `${method} ${path.replace(/(challenge|enrol)\/[a-z-]+\/verify/, "$1/{strategy}/verify")}`,
        ),
      );
      expect([...new Set(named)].sort()).to.deep.equal([...new Set(running)].sort());
    } finally {
      await host.close();
    }
  });

  it("names every error code that an answer can carry", () => {
    const said = JSON.stringify(document.components.responses);
    for (const code of Object.keys(codes)) {
      if (neverAnswered.includes(code) || elsewhere.includes(code)) continue;
      expect(said, code).to.include(`"${code}"`);
    }
    for (const code of neverAnswered) expect(said, code).not.to.include(`"${code}"`);
  });

  it("has no operation that can only be refused: a first factor is not enrolled here, the host's login not passed", async () => {
    const strategies = [external({ signInUrl: "/login" }), password(), emailOtp(), totp()];
    const host = await startHost({ options: { strategies } });
    try {
      const own = (await host.browser().get("/mfa/openapi.json")).json() as unknown as Document;
      expect(own.paths).to.include.keys("/mfa/challenge/password/verify", "/mfa/enrol/totp/verify");
      expect(own.paths).not.to.have.any.keys(
        ...["/mfa/enrol/password/verify", "/mfa/enrol/external/verify", "/mfa/challenge/external/verify"],
      );
      const named = (path: string) => own.paths[path]?.post?.parameters?.[0]?.schema?.enum;
      expect(named("/mfa/enrol/{strategy}")).to.deep.equal(["totp"]);
      expect(named("/mfa/challenge/{strategy}")).to.deep.equal(["password", "email-otp", "totp"]);
    } finally {
      await host.close();
    }
  });

  it("gives each operation a name of its own", () => {
    const names = [...JSON.stringify(document.paths).matchAll(/"operationId":"(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(names.length).to.be.above(50);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("follows the host's own paths, origin and strategies", async () => {
    const host = await startHost({ options: { paths: { card: "/me", settings: "/admin/security" } } });
    try {
      const own = (await host.browser().get("/mfa/openapi.json")).json() as unknown as Document & {
        servers: unknown;
      };
      expect(own.servers).to.deep.equal([{ url: host.base }]);
      expect(own.paths).to.include.keys("/me", "/me/password", "/admin/security", "/mfa/sign-in");
      expect(own.paths).not.to.include.keys("/mfa/card", "/mfa/challenge/recovery-code/verify");
    } finally {
      await host.close();
    }
  });
});
