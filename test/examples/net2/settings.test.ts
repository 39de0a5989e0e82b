import { expect } from "chai";
import { readSettings, SettingError } from "../../../examples/net2/settings.js";

const read = (environment: Record<string, string>) => readSettings(environment, "/srv/net2");

describe("readSettings", () => {
  it("has a default for what it must know, and leaves the rest open", () => {
    expect(read({})).to.deep.equal({
      port: 3000,
      dataDir: "/srv/net2/data",
      smtpUrl: undefined,
      secret: undefined,
      mode: undefined,
      reauthDays: undefined,
      demo: false,
      demoPassword: undefined,
    });
  });

  it("takes an empty variable as one that is not set", () => {
    expect(read({ PORT: "", SMTP_URL: "", MFA_MODE: "", REAUTH_DAYS: "" })).to.deep.equal(read({}));
  });

  it("reads each variable", () => {
    const secret = "s".repeat(32);
    const environment = {
      ...{ PORT: "8080", DATA_DIR: "/tmp/x", SMTP_URL: "smtp://127.0.0.1:2525", MFA_SECRET: secret },
      ...{ MFA_MODE: "app", REAUTH_DAYS: "90", DEMO: "1", DEMO_PASSWORD: "for scripts" },
    };
    expect(read(environment)).to.deep.equal({
      ...{ port: 8080, dataDir: "/tmp/x", smtpUrl: "smtp://127.0.0.1:2525", secret },
      ...{ mode: "app", reauthDays: 90, demo: true, demoPassword: "for scripts" },
    });
  });

  it("reads 0 days as 0, and not as nothing", () => {
    expect(read({ REAUTH_DAYS: "0" }).reauthDays).to.equal(0);
  });

  const bad: readonly (readonly [string, readonly string[]])[] = [
    ["PORT", ["0", "65536", "-1", "3000 ", "1e3", "0x10", "http"]],
    ["REAUTH_DAYS", ["-1", "91", "1.5", "7 ", "1e1", "NaN", "07", "٣"]],
    ["MFA_MODE", ["on", "Either", "none", "app,email"]],
    ["SMTP_URL", ["localhost:25", "http://127.0.0.1", "smtp:", "127.0.0.1"]],
  ];
  for (const [name, values] of bad) {
    for (const value of values) {
      it(`refuses ${name}=${JSON.stringify(value)} in one line that quotes it`, () => {
        expect(() => read({ [name]: value }))
          .to.throw(SettingError)
          .with.property("message")
          .that.includes(name)
          .and.includes(JSON.stringify(value))
          .and.not.includes("\n");
      });
    }
  }

  it("keeps what is secret out of the message", () => {
    expect(() => read({ MFA_SECRET: "hush hush" })).to.throw(
      SettingError,
      /^MFA_SECRET is 9 bytes long(?!.*hush)/,
    );
    expect(() => read({ SMTP_URL: "imap://me:hush@mail" })).to.throw(SettingError, /^SMTP_URL(?!.*hush)/);
  });

  it("counts the secret's bytes, not its letters", () => {
    expect(read({ MFA_SECRET: "å".repeat(16) }).secret).to.have.length(16);
  });
});
