/** The options of both processes, but for the storage. */
export const settings = {
  issuer: "Net2",
  url: "http://localhost/mfa",
  secret: "a secret of the import suite, 32 bytes or more",
  initialPolicy: { mode: "off" },
} as const;
