/** Waits, and no longer than so many milliseconds: what is expected of it is for the test to say. */
export async function until(isSo: () => boolean | Promise<boolean>, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await isSo()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}
