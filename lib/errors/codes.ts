/**
 * Every code that an answer or a thrown error can carry: HTTP status, and a title that is the same for every occurrence
 * (RFC 9457 §3.1.3). Cause and cure of each: `remedies`.
 */
export const codes = {
  // What the person or the client did
  ERR_MFA_CREDENTIALS: [401, "The user name or the password is wrong"],
  ERR_MFA_CODE: [401, "The code is wrong"],
  ERR_MFA_CODE_USED: [401, "The code was used already"],
  ERR_MFA_CODE_EXPIRED: [401, "The code is no longer good"],
  ERR_MFA_SIGN_IN: [401, "Sign in first"],
  ERR_MFA_STEP_UP: [401, "A fresh proof is needed"],
  ERR_MFA_BODY: [400, "The body cannot be read"],
  ERR_MFA_TWO_TOKENS: [400, "A cookie and a bearer token came together"],
  ERR_MFA_ORIGIN: [403, "The request does not come from this site"],
  ERR_MFA_FORM_TOKEN: [403, "The form is out of date"],
  ERR_MFA_APP_VERSION: [403, "The app is too old"],
  ERR_MFA_FORBIDDEN: [403, "This is not for you to do"],
  ERR_MFA_SCOPE: [403, "This service key is not for this"],
  ERR_MFA_ADDRESS: [403, "This service key is not for this address"],
  ERR_MFA_PASSWORD_CHANGE: [403, "The password must be changed"],
  ERR_MFA_NOT_FOUND: [404, "There is nothing here"],
  ERR_MFA_METHOD: [405, "This method is not for this address"],
  ERR_MFA_TURN: [409, "This step is out of turn"],
  ERR_MFA_CONFIRM: [409, "Another strategy must be passed first"],
  ERR_MFA_SET_UP: [409, "The system is set up already"],
  ERR_MFA_CONFLICT: [409, "It was changed meanwhile"],
  ERR_MFA_DIRECTORY: [409, "The operators are kept elsewhere"],
  ERR_MFA_LOCKOUT: [409, "It would lock somebody out"],
  ERR_MFA_LARGE: [413, "The body is too large"],
  ERR_MFA_MEDIA_TYPE: [415, "The body is of a type that is not taken"],
  ERR_MFA_INPUT: [422, "The input does not fit"],
  ERR_MFA_WAIT: [429, "Wait before the next try"],

  // What we, or what we depend on, did
  ERR_MFA_FAULT: [503, "Something is wrong on our side"],
  ERR_MFA_MOUNT: [500, "The router is not mounted where it must be"],
  ERR_MFA_STORAGE: [503, "The storage does not answer"],
  ERR_MFA_BUSY: [503, "Too many passwords are being checked"],
  ERR_MFA_MAIL: [503, "The code could not be sent"],
  ERR_MFA_MAIL_TEST: [502, "The test mail could not be sent"],
  ERR_MFA_NOT_READY: [503, "Not ready yet"],
  ERR_MFA_CLOSED: [503, "The policy cannot be read: closed"],

  // What the host developer did, at start
  ERR_MFA_OPTIONS: [500, "The options do not fit"],
  ERR_MFA_ADAPTER: [500, "A storage adapter, or a package that is needed, is not there"],
  ERR_MFA_SECRET: [500, "The data was sealed with another secret"],
  ERR_MFA_DATA_VERSION: [500, "The data is of another version"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ErrorCode = keyof typeof codes;
