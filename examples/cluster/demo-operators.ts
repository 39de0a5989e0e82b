import type { Mfa } from "express-mfa";

const people = [
  { username: "engineer", role: "engineer" },
  { username: "anna", role: "operator" },
  { username: "erik", role: "operator" },
] as const;

/** Adds those who are missing: a start that was cut short is completed by the next. */
export async function addDemoOperators(mfa: Mfa, password: string): Promise<void> {
  for (const person of people) {
    if ((await mfa.operators.find(person.username)) !== undefined) continue;
    await mfa.operators.add({ ...person, email: `${person.username}@net2.example`, password });
  }
}
