import { expect } from "chai";
import type { Strategy } from "../../lib/kit/index.js";
import { anna } from "./strategy-services.js";

/** RFC 8176 §2. */
const amrValues = [
  ...["face", "fpt", "geo", "hwk", "iris", "kba", "mca", "mfa", "otp", "pin", "pop", "pwd", "rba", "retina"],
  ...["sc", "sms", "swk", "tel", "user", "vbm", "wia"],
];

/** Who a strategy says it is, and whether it has words for all that is shown of it. */
export function wordsSuite(strategy: Strategy): void {
  const { id, stage, factor, strength, amr, fields, messages, enrol } = strategy;

  describe("what it says of itself", () => {
    it("is an id that fits a URL, and values that are known", () => {
      expect(id).to.match(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(stage).to.be.oneOf(["first", "second", "recovery"]);
      expect(factor).to.be.oneOf(["knowledge", "possession", "inherence"]);
      expect(strength).to.be.oneOf([1, 2, 3]);
      expect(amrValues).to.include.members([...amr]);
    });

    it("has a word for each field, each button and each page, in every language that it has", () => {
      const shown = [...fields, ...(enrol?.fields ?? [])];
      const wanted = [
        ...["name", "prompt"],
        ...(strategy.challenge === undefined ? [] : ["start"]),
        ...(enrol === undefined || stage === "first" ? [] : ["enrol"]),
        ...shown.flatMap(({ label, hint }) => (hint === undefined ? [label] : [label, hint])),
      ];
      for (const [language, words] of Object.entries(messages)) {
        expect(Intl.getCanonicalLocales(language)).to.deep.equal([language]);
        expect(words).to.include.all.keys(wanted);
        expect(Object.keys(words)).to.have.members(Object.keys(messages.en));
        for (const [word, text] of Object.entries(words))
          expect(text, word).to.be.a("string").that.is.not.empty;
      }
    });

    it("is fields of different names, of bounded length, that a device can fill", () => {
      for (const form of [fields, enrol?.fields ?? fields]) {
        // What an enrolment only shows has nothing to be typed.
        if (form === fields) expect(form).to.not.be.empty;
        expect(new Set(form.map(({ name }) => name)).size).to.equal(form.length);
        for (const { name, type, maxLength, autocomplete } of form) {
          expect(name).to.match(/^[a-z][A-Za-z0-9]*$/);
          expect(maxLength ?? 0).to.be.within(1, type === "script" ? 16_384 : 4096);
          if (factor === "knowledge") expect(autocomplete).to.match(/-password$/); // WCAG 1.3.5
        }
      }
    });

    if (strategy.derive !== undefined) {
      it("follows from the operator alone", () => {
        const own = strategy.derive?.(anna);
        expect(strategy.derive?.({ ...anna })).to.deep.equal(own);
        expect(JSON.parse(JSON.stringify(own))).to.deep.equal(own);
        expect(strategy.derive?.({ id: "x", username: "erik", role: "operator" })).to.equal(undefined);
      });
    }
  });
}
