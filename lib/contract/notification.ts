import type { Operator } from "./operator.js";

/** What the owner of an account is told of. */
export type NotificationType =
  | "enrolled"
  | "replaced"
  | "factor-removed"
  | "password-changed"
  | "email-changed"
  | "recovered"
  | "browser-trusted"
  | "token-old"
  | "code-wrong"
  | "copied"
  | "closed"
  | "reset"
  | "picture-shown"
  | "break-glass";

/** Something that happened to an account, for its owner to know. Never a code, a password or a key. */
export interface Notification {
  /** The same for the same event, however often it is told. */
  readonly id: string;
  readonly type: NotificationType;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly operator: Omit<Operator, "role">;
  /** Where an address was changed: the one that it was. */
  readonly oldEmail?: string;
  readonly strategy?: string;
  /** What its owner calls the credential, where there can be several. */
  readonly credential?: string;
  /** How many uses of the strategy are left, where one was used up. */
  readonly left?: number;
  /** For whom a way back was opened at the server's console. */
  readonly username?: string;
  readonly userAgent?: string;
  readonly address?: string;
  /** Not by themselves: by an engineer, or by the host. */
  readonly byOther: boolean;
}
