import { randomInt } from "node:crypto";
import { MfaError } from "express-mfa";
import type { Net2Mfa } from "./mfa.js";
import { SettingError } from "./settings.js";

const people = [
  { username: "engineer", name: "System engineer", role: "engineer" },
  { username: "anna", name: "Anna Andersson", role: "operator" },
  { username: "erik", name: "Erik Eriksson", role: "operator" },
] as const;

/**
 * Adds those who are missing, one by one: a start that was cut short is completed by the next. Each password is told as
 * soon as its operator is there, since nobody can read it later.
 */
export async function addDemoOperators(mfa: Net2Mfa, given: string | undefined): Promise<void> {
  for (const person of people) {
    if ((await mfa.operators.find(person.username)) !== undefined) continue;
    const password = given ?? randomPassword();
    try {
      await mfa.operators.add({ ...person, email: `${person.username}@net2.example`, password });
    } catch (error) {
      throw given === undefined ? error : refused(error);
    }
    const shown = given === undefined ? `password ${password}` : "password as in DEMO_PASSWORD";
    console.log(`Added ${person.role} ${person.username}, ${shown}`);
  }
}

function refused(error: unknown): unknown {
  const why = error instanceof MfaError ? error.errors?.password : undefined;
  return why === undefined ? error : new SettingError(`DEMO_PASSWORD is refused: ${why}`);
}

/** No 0 and o, no 1, i and l: these are typed by hand. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** 79 bits in four groups: `k3vd-9mxq-72ht-pw4c`. */
function randomPassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join("");
  return [group(), group(), group(), group()].join("-");
}
