// What node:test found, as mocha's JSON reporter says it: the titles of tests, not of the groups that they are in.
export default async function* report(source) {
  const titles = { passes: [], failures: [] };
  for await (const { type, data } of source) {
    if (data?.details?.type === "suite" || data?.file === data?.name) continue;
    if (type === "test:pass") titles.passes.push({ title: data.name });
    if (type === "test:fail") titles.failures.push({ title: data.name });
  }
  yield JSON.stringify(titles);
}
