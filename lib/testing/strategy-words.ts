import assert from "node:assert/strict";
import type { Strategy } from "../contract/index.js";
import type { Runner } from "./runner.js";
import { anna } from "./strategy-services.js";

/** RFC 8176 §2. */
const amrValues = [
  ...["face", "fpt", "geo", "hwk", "iris", "kba", "mca", "mfa", "otp", "pin", "pop", "pwd", "rba", "retina"],
  ...["sc", "sms", "swk", "tel", "user", "vbm", "wia"],
];

/** Who a strategy says it is, and whether it has words for all that is shown of it. */
export function wordsSuite({ describe, it }: Runner, strategy: Strategy): void {
  const { id, stage, factor, strength, amr, fields, messages, enrol } = strategy;

  describe("what it says of itself", () => {
    it("is an id that fits a URL, and values that are known", async () => {
      assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      assert.ok(["first", "second", "recovery"].includes(stage), `stage ${stage}`);
      assert.ok(["knowledge", "possession", "inherence"].includes(factor), `factor ${factor}`);
      assert.ok([1, 2, 3].includes(strength), `strength ${strength}`);
      assert.deepEqual(
        amr.filter((value) => !amrValues.includes(value)),
        [],
        "amr of RFC 8176",
      );
    });

    it("has a word for each field, each button and each page, in every language that it has", async () => {
      const shown = [...fields, ...(enrol?.fields ?? [])];
      const wanted = [
        ...["name", "prompt"],
        ...(strategy.challenge === undefined ? [] : ["start"]),
        ...(enrol === undefined || stage === "first" ? [] : ["enrol"]),
        ...shown.flatMap(({ label, hint }) => (hint === undefined ? [label] : [label, hint])),
      ];
      const known = Object.keys(messages.en);
      for (const [language, words] of Object.entries(messages)) {
        assert.deepEqual(Intl.getCanonicalLocales(language), [language]);
        for (const word of wanted) assert.ok(Object.hasOwn(words, word), `${language} has no word ${word}`);
        assert.deepEqual(
          Object.keys(words).sort(),
          known.sort(),
          `${language} has the words that English has`,
        );
        for (const [word, text] of Object.entries(words))
          assert.ok(typeof text === "string" && text !== "", `${language}: ${word}`);
      }
    });

    it("is fields of different names, of bounded length, that a device can fill", async () => {
      for (const form of [fields, enrol?.fields ?? fields]) {
        // What an enrolment only shows has nothing to be typed.
        if (form === fields) assert.notEqual(form.length, 0, "there is a field");
        assert.equal(new Set(form.map(({ name }) => name)).size, form.length, "names differ");
        for (const { name, type, maxLength = 0, autocomplete } of form) {
          assert.match(name, /^[a-z][A-Za-z0-9]*$/);
          const most = type === "script" ? 16_384 : 4096;
          assert.ok(maxLength >= 1 && maxLength <= most, `${name} has maxLength ${maxLength}`);
          if (factor === "knowledge") assert.match(autocomplete, /-password$/); // WCAG 1.3.5
        }
      }
    });

    if (strategy.derive !== undefined) {
      it("follows from the operator alone", async () => {
        const own = strategy.derive?.(anna);
        assert.deepEqual(strategy.derive?.({ ...anna }), own);
        assert.deepEqual(JSON.parse(JSON.stringify(own)), own);
        const nobody = { id: "x", username: "erik", role: "operator" } as const;
        assert.equal(strategy.derive?.(nobody), undefined, "of somebody of whom only the name is known");
      });
    }
  });
}
