/** Those who carry a token. Operators sign in here, people open doors; somebody may be both. */
export interface Person {
  readonly name: string;
  readonly department: string;
  readonly accessLevel: string;
  readonly token: number;
}

export const people: readonly Person[] = [
  { name: "Anna Andersson", department: "Reception", accessLevel: "All hours, all doors", token: 4108217 },
  { name: "Jonas Berg", department: "Sales", accessLevel: "Working hours", token: 4108233 },
  {
    name: "Cleaning team",
    department: "Contractors",
    accessLevel: "Evenings, no server room",
    token: 4108290,
  },
  { name: "Erik Eriksson", department: "Facilities", accessLevel: "All hours, all doors", token: 4108219 },
  { name: "Olle Holm", department: "Warehouse", accessLevel: "Working hours, loading bay", token: 4108251 },
  { name: "Maria Lind", department: "Management", accessLevel: "All hours", token: 4108201 },
  { name: "Sara Nyman", department: "IT", accessLevel: "All hours, server room", token: 4108246 },
];
