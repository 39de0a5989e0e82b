import { createHash } from "node:crypto";

// System colours and fonts only: no request but this one, and the person's own settings hold.
const css = `:root {
  color-scheme: light dark;
  --ground: #f5f6f8;
  --sheet: #fff;
  --text: #1a1f26;
  --soft: #525c69;
  --line: #8a94a1;
  --hair: #dde1e6;
  --main: #0b5cad;
  --on-main: #fff;
  --bad: #b3261e;
  --bad-ground: #fdf1f0;
  --warn: #8a5a00;
  --warn-ground: #fff8e8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b;
    --sheet: #1d2126;
    --text: #e9ecef;
    --soft: #a9b3be;
    --line: #7b8692;
    --hair: #343b43;
    --main: #8ac0ff;
    --on-main: #0b1a2b;
    --bad: #ffb4ab;
    --bad-ground: #3a1f1d;
    --warn: #f2c46d;
    --warn-ground: #332911;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  padding: 1.5rem 1rem 3rem;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
header, main { max-width: 26rem; margin-inline: auto; }
header { margin-block: 0 1rem; color: var(--soft); font-weight: 600; }
header p { margin: 0; }
main {
  padding: 1.5rem;
  background: var(--sheet);
  border: 1px solid var(--hair);
  border-radius: .75rem;
}
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
h2 { margin: 0 0 .75rem; font-size: 1.125rem; line-height: 1.3; }
h3 { margin: 0; font-size: 1rem; }
p { margin: 0 0 1rem; }
section { margin-block-start: 1.5rem; padding-block-start: 1.5rem; border-block-start: 1px solid var(--hair); }
.person, .hint { color: var(--soft); font-size: .9375rem; }
.hint { margin: 0 0 .5rem; }
.field { margin-block-end: 1.25rem; }
label { display: block; margin-block-end: .25rem; font-weight: 600; }
input:not([type=checkbox]) {
  display: block;
  width: 100%;
  min-height: 3rem;
  padding: .5rem .75rem;
  font: inherit;
  color: inherit;
  background: var(--sheet);
  border: 1px solid var(--line);
  border-radius: .5rem;
}
input[hidden], input[type=hidden] { display: none !important; }
input[aria-invalid] { border: 2px solid var(--bad); }
input.code { font-size: 1.5rem; letter-spacing: .2em; font-variant-numeric: tabular-nums; }
.error { margin: 0 0 .25rem; color: var(--bad); font-weight: 600; }
.problem, .warning {
  margin-block-end: 1.25rem;
  padding: .75rem 1rem;
  border-inline-start: .25rem solid var(--bad);
  border-radius: .25rem;
  background: var(--bad-ground);
}
.warning { border-color: var(--warn); background: var(--warn-ground); }
:is(.problem, .warning) p:last-child { margin: 0; }
.tick { display: grid; grid-template-columns: auto 1fr; column-gap: .75rem; align-items: center; margin-block-end: 1.25rem; }
.tick input { width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--main); }
.tick label { margin: 0; padding-block: .5rem; }
.tick .hint { grid-column: 2; margin: 0; }
button, a.main {
  display: block;
  width: 100%;
  min-height: 3rem;
  padding: .625rem 1rem;
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  color: var(--text);
  background: transparent;
  border: 1px solid var(--line);
  border-radius: .5rem;
  cursor: pointer;
}
button.main, a.main { color: var(--on-main); background: var(--main); border-color: var(--main); }
button.quiet {
  display: inline-block;
  width: auto;
  padding-inline: 0;
  border-color: transparent;
  color: var(--main);
  font-weight: 400;
  text-decoration: underline;
}
a { color: var(--main); }
button:hover, a.main:hover { filter: brightness(.94); text-decoration: underline; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.choices, .cards { margin: 0; padding: 0; list-style: none; display: grid; gap: .75rem; }
.choices + *, .again, .leave { margin-block-start: 1rem; }
.leave { padding-block-start: .5rem; border-block-start: 1px solid var(--hair); }
.leave a { display: inline-block; padding-block: .75rem; }
.links { display: grid; gap: 1rem; }
.cards li + li { padding-block-start: .75rem; border-block-start: 1px solid var(--hair); }
.cards p { margin: 0; }
.cards form, .cards p + p, section form + form { margin-block-start: .5rem; }
section form + .hint { margin-block-start: .5rem; }
dl { margin: 0 0 1rem; }
dt { color: var(--soft); font-size: .9375rem; }
dd { margin: 0 0 .5rem; }
.key { font: 1.125rem/1.6 ui-monospace, monospace; user-select: all; }
.picture img {
  display: block;
  width: min(100%, 15rem);
  height: auto;
  margin-inline: auto;
  background: #fff;
  border-radius: .5rem;
  image-rendering: pixelated;
}
@media (min-width: 40rem) {
  body { padding-block-start: 4rem; }
  main { padding: 2rem; }
}
@media (forced-colors: active) {
  main, button, a.main { border: 1px solid; }
  .problem, .warning { border: 2px solid; }
  .picture img { forced-color-adjust: none; }
}
@media print {
  body { padding: 0; background: none; color: #000; }
  main { border: 0; padding: 0; }
  form, .leave { display: none; }
}
`;

const hash = createHash("sha256").update(css).digest("hex").slice(0, 8);

/** The one stylesheet. Its name changes with its text, so that it can be kept for ever. */
export const stylesheet = { name: `style-${hash}.css`, text: css } as const;
