import type { Command } from "./command.js";

export const secretCommands: readonly Command[] = [
  {
    name: "reseal",
    usage: "",
    about: "Moves every value to the newest secret, while the server runs. Can be stopped and begun again.",
    options: [],
    words: 0,
    async run({ mfa, console }) {
      const { resealed, seen, complete, unreadable } = await mfa.maintenance.reseal({
        signal: console.signal,
        onProgress: ({ seen: looked, resealed: done }) =>
          console.err(`\r${looked} looked at, ${done} moved `),
      });
      console.err("\n");
      const lost = unreadable.map(
        (key) => `error    no secret opens ${key}: it was changed or moved, and is lost`,
      );
      return {
        json: { resealed, seen, complete, unreadable },
        text: complete
          ? [
              ...lost,
              `All is under the newest secret; ${resealed} values were moved. The old one can go.`,
            ].join("\n")
          : `Stopped: ${resealed} values were moved. Begin again to go on; keep the old secret until then.`,
        exit: !complete ? 130 : lost.length > 0 ? 1 : 0,
      };
    },
  },
  {
    name: "after-restore",
    usage: "",
    about:
      "After a backup was put back: everybody signs in again, and codes that may have been used are void.",
    options: [],
    words: 0,
    async run({ mfa, console }) {
      const { operators, complete } = await mfa.maintenance.afterRestore({
        signal: console.signal,
        onProgress: ({ operators: done }) => console.err(`\r${done} operators `),
      });
      console.err("\n");
      return {
        json: { operators, complete },
        text: complete
          ? `Everybody signs in again. Recovery codes, invitations and handover codes of ${operators} operators are void.`
          : `Stopped after ${operators} operators: everybody signs in again, but codes of the others may still be good. Run it again.`,
        exit: complete ? 0 : 130,
      };
    },
  },
];
