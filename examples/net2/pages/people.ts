import type { Person } from "../people.js";
import { html } from "./html.js";
import { layout } from "./layout.js";

export function peoplePage(operator: string, people: readonly Person[]): string {
  const row = ({ name, department, accessLevel, token }: Person) => html`<tr>
    <th scope="row">${name}</th>
    <td>${department}</td>
    <td>${accessLevel}</td>
    <td>${token}</td>
  </tr>`;
  return layout({
    title: "People",
    operator,
    current: "/net2/people",
    content: html`<div class="scroll"><table>
      <thead><tr><th scope="col">Name</th><th scope="col">Department</th><th scope="col">Access level</th><th scope="col">Token</th></tr></thead>
      <tbody>${people.map(row)}</tbody>
    </table></div>`,
  });
}
