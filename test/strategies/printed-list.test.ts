import { strategySuite } from "../../lib/testing/index.js";
import { hash, listed, printedList } from "./printed-list.js";

const codes = ["3f0a-first", "77c1-second"];

strategySuite(
  { describe, it },
  () => {
    let enrolled: readonly string[] = [];
    return {
      strategy: printedList(),
      once: "consume",
      own: () => ({ left: codes.map(hash) }),
      // After an enrolment the first code is spent, and the second one is next.
      right: () => ({ code: enrolled[1] ?? codes[0] ?? "" }),
      enrol: (_services, begun) => {
        enrolled = listed(begun);
        return { code: enrolled[0] ?? "" };
      },
    };
  },
  { name: "A printed list, by a third party," },
);
