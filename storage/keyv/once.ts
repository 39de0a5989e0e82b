/** For `close`: whoever calls it again waits for the same end. */
export function once(work: () => Promise<void>): () => Promise<void> {
  let first: Promise<void> | undefined;
  return () => (first ??= work());
}
