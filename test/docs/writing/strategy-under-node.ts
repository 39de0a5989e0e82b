import { describe, it } from "node:test";
import { tanList } from "example-tan-list";
import { strategySuite } from "express-mfa/testing";

strategySuite({ describe, it }, () => {
  let next = "12345678";
  return {
    strategy: tanList(),
    once: "consume",
    // The credential of somebody who has such a list, and what they would type.
    own: ({ mac }) => ({ left: [mac("12345678"), mac("00000042")], used: [] }),
    right: () => ({ code: next }),
    // What ends the enrolment; after it, what is right for the new list.
    enrol(_services, numbers: readonly string[]) {
      next = numbers[0] ?? "";
      return { code: numbers.at(-1) ?? "" };
    },
  };
});
