/** What runs tests, by the two functions that mocha, `node:test`, Jest and Vitest all have. */
export interface Runner {
  describe(title: string, body: () => void): unknown;
  it(title: string, body: () => Promise<void>): unknown;
}
