/** The numbers of the security model, in milliseconds where they are times. Sources beside each. */

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Ours: how far the clocks of two servers may differ before a proof counts as coming from the future. */
export const clockSkew = 30 * second;

/** ASVS 7.3: defaults of the options `session.absolute` and `session.idle`. */
export const sessionLife = { absolute: 12 * hour, idle: 30 * minute } as const;

/** What the options and an engineer may make of it, in seconds. */
export const sessionSeconds = { least: 60, most: 30 * 24 * 3600 } as const;

/** `used` of a session is written at most so often: a read must stay a read. */
export const touchEvery = minute;

/** Ours: how long a sign-in may stay open between password and code. */
export const signInLife = 10 * minute;

/** How long the ticket of a sign-in without a password is good, as a code by e-mail. */
export const ticketLife = 10 * minute;

/** ASVS 7.5.1: how fresh a proof must be to change a factor, password, e-mail or policy, or to see the QR. */
export const freshFor = 5 * minute;

/** NIST SP 800-63B-4 §3.2.2: 100 failures at most. OWASP device cookies: one's own device apart from strangers. */
export const codeBudget = {
  free: 5,
  firstWait: 30 * second,
  longestWait: hour,
  closesAt: 100,
  window: 30 * day,
} as const;

/** RFC 4226 §7.3. Never closed: any stranger could close it (a departure from NIST §3.2.2, see docs/security.md). */
export const passwordBudget = {
  free: 5,
  firstWait: 30 * second,
  longestWait: 15 * minute,
  window: day,
} as const;

/** WSTG-ATHN-11: codes sent, per payer. */
export const sends = { apart: 30 * second, perWindow: 5, window: hour } as const;

/** Ours: codes that open a way in, each of 80 bits, once. */
export const invitationLife = 72 * hour;
export const setupLife = 30 * minute;

/** Ours: how long a handover code may be good, in hours; its default. */
export const handoverHours = { least: 1, most: 7 * 24, otherwise: 24 } as const;

/** Ours: the way back of an engineer, opened at the server's console. */
export const breakGlassLife = 15 * minute;
/** Ours: how long engineers see that it was. */
export const breakGlassShown = 7 * day;

/** Of 80 bits nobody guesses one: this keeps a client from trying for ever, and closes nothing. */
export const recoveryBudget = {
  free: 5,
  firstWait: 30 * second,
  longestWait: 15 * minute,
  window: day,
} as const;

/** As a code by e-mail (ASVS 6.5.5). */
export const newEmailLife = 10 * minute;

/** What one record holds at most; the oldest goes first. */
export const caps = { sessions: 20, devices: 20, signIns: 5, events: 50 } as const;

/** Net2: days for which a browser can be trusted. */
export const reauthDays = { least: 0, most: 90 } as const;
