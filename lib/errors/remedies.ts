import type { ErrorCode } from "./codes.js";

/** What brings each code about, and what to do. `npm run docs` writes them into `docs/errors.md`; the command line says the cure. */
export const remedies: Readonly<Record<ErrorCode, { readonly cause: string; readonly cure: string }>> = {
  ERR_MFA_CREDENTIALS: {
    cause: "The user name or the password is wrong, or the operator is disabled: which, is not told",
    cure: "Check both; ask a system engineer",
  },
  ERR_MFA_CODE: {
    cause: "The code is wrong",
    cure: "Enter it again; for an app, check the phone's clock",
  },
  ERR_MFA_CODE_USED: {
    cause: "The code was right and has been used",
    cure: "Wait for the app's next code, or ask for another one",
  },
  ERR_MFA_CODE_EXPIRED: {
    cause: "The code is older than its ten minutes",
    cure: "Ask for another one",
  },
  ERR_MFA_SIGN_IN: {
    cause: "No session, or one that is over or no longer meets the policy",
    cure: "Sign in",
  },
  ERR_MFA_STEP_UP: {
    cause: "The route asks for a fresher or another proof (RFC 9470)",
    cure: "`POST /challenge/:strategy`, then repeat what you did",
  },
  ERR_MFA_BODY: {
    cause: "The body cannot be parsed, or is no object",
    cure: "Send a JSON object or a form",
  },
  ERR_MFA_TWO_TOKENS: {
    cause: "Our cookie and a bearer token came in one request",
    cure: "Apps: send no cookies",
  },
  ERR_MFA_ORIGIN: {
    cause: "A change without evidence that it comes from a page of this site",
    cure: "Browsers: open the page under a name in the option `url`; scripts: send `Origin`; apps: use a bearer token",
  },
  ERR_MFA_FORM_TOKEN: {
    cause: "The form was made for another sign-in, or cookies are off",
    cure: "Open the page again",
  },
  ERR_MFA_APP_VERSION: {
    cause: "The app is below the option `apps.minVersion`, or does not say its `clientVersion`",
    cure: "Update the app and sign in again",
  },
  ERR_MFA_FORBIDDEN: {
    cause: "Not for this operator",
    cure: "Ask a system engineer",
  },
  ERR_MFA_SCOPE: {
    cause: "The service key does not have the scope of this route, or the route has none",
    cure: "Make a key with the scope; name one by `protect({ service })`",
  },
  ERR_MFA_ADDRESS: {
    cause: "The service key may not be used from this address",
    cure: "Make a key for this address; behind a proxy set Express' `trust proxy`",
  },
  ERR_MFA_PASSWORD_CHANGE: {
    cause: "A hundred wrong codes by somebody who holds the password",
    cure: "Sign in on a browser that is known and change the password",
  },
  ERR_MFA_NOT_FOUND: {
    cause: "No such address, or a strategy that is not installed",
    cure: "Check the path",
  },
  ERR_MFA_METHOD: {
    cause: "The address takes another method",
    cure: "See `Allow`",
  },
  ERR_MFA_TURN: {
    cause: "The step does not fit where the sign-in stands",
    cure: "`GET /` says what comes next",
  },
  ERR_MFA_CONFIRM: {
    cause: "Another strategy guards this one; `confirm` names it, `null`: an engineer has to open the way",
    cure: "Pass `confirm` first",
  },
  ERR_MFA_SET_UP: {
    cause: "The system is set up already, or somebody else began to set it up a moment later",
    cure: "Sign in; if nobody of yours did it, look into it at once",
  },
  ERR_MFA_CONFLICT: {
    cause: "Another engineer changed the settings since they were read",
    cure: "Read them again; then send with the new `version`",
  },
  ERR_MFA_DIRECTORY: {
    cause: "The operators are kept in the host's own table (option `directory`)",
    cure: "Change it there",
  },
  ERR_MFA_LOCKOUT: {
    cause:
      "With these settings somebody could not sign in any more, or no mail can be sent; `lockout` says who",
    cure: "Mend it first, or send `confirm: true`; refused all the same where it is every engineer",
  },
  ERR_MFA_LARGE: {
    cause: "The body is larger than 32 kB",
    cure: "Send less",
  },
  ERR_MFA_MEDIA_TYPE: {
    cause: "Neither JSON nor a form",
    cure: "Set `Content-Type`",
  },
  ERR_MFA_INPUT: {
    cause: "A field does not fit; `errors` says which and why",
    cure: "Mend what it names",
  },
  ERR_MFA_WAIT: {
    cause: "Too many tries or sends; nothing is judged meanwhile",
    cure: "Wait for `Retry-After`",
  },
  ERR_MFA_FAULT: {
    cause: "Something that we did not foresee",
    cure: '`mfa.on("fault", …)` has it',
  },
  ERR_MFA_MOUNT: {
    cause:
      "The router is mounted at another path than the option `url` says, or behind what reads the body and keeps it to itself",
    cure: "Make them agree; mount the router before",
  },
  ERR_MFA_STORAGE: {
    cause: "The storage failed, or did not answer in time",
    cure: "Look at the storage; nobody was let in",
  },
  ERR_MFA_BUSY: {
    cause: "More passwords at once than can be hashed",
    cure: "Try again after `Retry-After`",
  },
  ERR_MFA_MAIL: {
    cause:
      "The code could not be sent, by mail or by what the strategy sends with; what surely did not go out cost nothing",
    cure: "Use the other strategy, or look at the mail server, or at that gateway",
  },
  ERR_MFA_MAIL_TEST: {
    cause: "The mail server did not take the test mail; `mailAnswer` says what it answered",
    cure: "Mend `mail`, or the mail server",
  },
  ERR_MFA_NOT_READY: {
    cause: "`ready` has not resolved",
    cure: "Await `mfa.ready()`; see what it throws",
  },
  ERR_MFA_CLOSED: {
    cause: "The policy is gone: closed, never open",
    cure: "Restore a backup of the store",
  },
  ERR_MFA_OPTIONS: {
    cause: "An option is unknown, misspelt, contradictory or out of range; thrown at start",
    cure: "Read the message: it quotes the name",
  },
  ERR_MFA_ADAPTER: {
    cause:
      "The Keyv adapter is not known or would lose what it is given, or the package of a storage or a strategy is not installed; thrown at start",
    cure: "Read the message: it names the command",
  },
  ERR_MFA_SECRET: {
    cause: "The data was sealed with another secret; thrown by `ready`",
    cure: "Give the old secret, or `[new, old]`",
  },
  ERR_MFA_DATA_VERSION: {
    cause: "The data is of another version, or a part of it is gone; thrown by `ready`",
    cure: "Run the release that wrote it, or restore a backup",
  },
};
