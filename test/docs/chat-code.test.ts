import { expect } from "chai";
import { servicesFor, strategySuite } from "express-mfa/testing";
import { chatCode } from "./chat-code.js";

describe("The strategy of the README", () => {
  const texts: string[] = [];
  const strategy = () => chatCode(async (_to, text) => void texts.push(text));

  strategySuite({ describe, it }, () => ({
    strategy: strategy(),
    once: "challenge",
    own: () => ({ to: "anna.lind@net2.example" }),
    right: () => ({ code: texts.at(-1)?.slice(0, 6) ?? "" }),
    sent: () => texts.length,
  }));

  it("tells by a DeliveryError that the chat server is away", async () => {
    const away = chatCode(() => Promise.reject(new Error("away")));
    const held = { id: "derived", own: { to: "anna.lind@net2.example" } };
    const start = await away.challenge?.(servicesFor(away), held, [held]);
    expect(await start?.deliver?.().catch((error: unknown) => error)).to.include({ code: "ERR_MFA_MAIL" });
  });
});
