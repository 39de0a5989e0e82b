// `npm run soak -- races|scale`: what takes longer than the tests may. Its results are in docs/measured/.
const parts: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  races: () => import("./races.js"),
  scale: () => import("./scale.js"),
};

const [part = "", ...args] = process.argv.slice(2);
const load = parts[part];
if (load === undefined) {
  console.error(`npm run soak -- ${Object.keys(parts).join("|")}`);
  process.exit(2);
}
await (await load()).run(args);
