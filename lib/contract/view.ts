import type { AuditView } from "./audit.js";
import type { EnrolmentView } from "./enrolment.js";
import type { HealthView } from "./health.js";
import type { ClientView, OperatorView } from "./operator.js";
import type { Elsewhere, ImportView, OperatorPageView, OperatorsView } from "./operators.js";
import type { ServiceKeysView } from "./service-keys.js";
import type { SettingsView } from "./settings.js";
import type { SetupChoice, SetupView } from "./setup.js";
import type { Shown } from "./strategy.js";

/** One strategy as the operator meets it; the preferred one stands first in a list. */
export interface StrategyView {
  readonly id: string;
  readonly enrolled: boolean;
  /** A challenge has to be started first (`POST /challenge/:id`). */
  readonly starts: boolean;
  /** It can be enrolled by the operator. */
  readonly enrollable: boolean;
}

/** A challenge that was started. */
export interface SentView {
  readonly to?: string;
  /** Seconds until another one may be asked for. */
  readonly again: number;
  /** Seconds for which the code is good. */
  readonly expiresIn: number;
  /** What an answer is made from, where a machine makes it. */
  readonly data?: Shown;
}

/** A strategy that signs in by itself. */
export interface PasswordlessView {
  readonly strategy: string;
  /** Sent back with the answer. */
  readonly ticket: string;
  /** Seconds for which it is good. */
  readonly expiresIn: number;
  /** What an answer is made from. */
  readonly data: Shown;
}

/** Why the operator is asked: to come in, or to confirm what a signed-in session is about to do. */
export type Purpose = "sign-in" | "step-up" | "enrol";

/** A page is a view rendered as HTML, an answer the same view as JSON. */
export type View =
  | SetupView
  | InvitationView
  | {
      readonly state: "sign-in";
      readonly returnTo?: string;
      /** Where the host signs people in, to be led there; with `returnTo` in its query. */
      readonly hostLogin?: string;
      /** What is enough by itself, where the policy says so. */
      readonly passwordless?: readonly PasswordlessView[];
    }
  | {
      readonly state: "choose";
      readonly purpose: Purpose;
      readonly strategies: readonly StrategyView[];
      readonly operator: OperatorView;
      readonly returnTo?: string;
      readonly setup?: SetupChoice;
    }
  | {
      readonly state: "challenge";
      readonly purpose: Purpose;
      readonly strategy: string;
      readonly strategies: readonly StrategyView[];
      readonly operator: OperatorView;
      readonly sent?: SentView;
      /** Days for which this browser or app may be trusted; 0: not offered. */
      readonly trustDays: number;
      /** It is passed at the host's own login. */
      readonly hostLogin?: string;
      readonly returnTo?: string;
      readonly setup?: SetupChoice;
    }
  | {
      readonly state: "enrol";
      readonly strategies: readonly StrategyView[];
      readonly operator: OperatorView;
      /** The strategy to pass first. `null`: an engineer's code is needed. */
      readonly confirm?: string | null;
      /** An engineer has reset them: the code that was given out is asked for (`POST /handover`). */
      readonly handover?: boolean;
      /** The code of a way back was right: what is set up now takes the place of what was lost. */
      readonly recovers?: boolean;
      /** The enrolment under way. */
      readonly strategy?: string;
      readonly enrolment?: EnrolmentView;
      readonly returnTo?: string;
      readonly setup?: SetupChoice;
    }
  | {
      readonly state: "signed-in";
      readonly operator: OperatorView;
      readonly returnTo?: string;
      /** Somebody else seems to know the password: it must be changed. */
      readonly passwordChange: boolean;
    }
  | ForgotView
  | NewEmailView
  | CardView
  | SettingsView
  | OperatorsView
  | OperatorPageView
  | ImportView
  | AuditView
  | HealthView
  | ServiceKeysView;

/** A one-time code that an engineer gave out: whoever has it chooses a password, and goes on to set up the rest. */
export interface InvitationView {
  readonly state: "invitation";
  /** What was typed, if it was right: it need not be typed again. */
  readonly code?: string;
}

/** A password is forgotten: who it is, then the codes and the new one. Says the same to everybody. */
export interface ForgotView {
  readonly state: "forgot";
  /** As it was typed: a code was sent, if somebody goes by that name. */
  readonly username?: string;
}

/** An address that waits for the code that was sent to it, and for how many seconds. */
export interface NewEmail {
  readonly to: string;
  readonly expiresIn: number;
}

/** The code of a way back was right, and the second factor is the mailbox: another address takes its place. */
export interface NewEmailView {
  readonly state: "email";
  readonly operator: OperatorView;
  readonly newEmail?: NewEmail;
  readonly returnTo?: string;
}

export interface CardView {
  readonly state: "card";
  readonly operator: OperatorView;
  readonly strategies: readonly CardStrategyView[];
  readonly sessions: readonly ClientView[];
  readonly browsers: readonly ClientView[];
  /** Ids of the second factors that can be offered first; the one that is stands first. */
  readonly preferable: readonly string[];
  readonly newEmail?: NewEmail;
  readonly passwordChange: boolean;
  readonly elsewhere?: Elsewhere;
  /** BCP 47 tags of the languages that can be chosen. */
  readonly languages: readonly string[];
  /** The strongest factor was passed in the last minutes: QR and changes are open. */
  readonly fresh: boolean;
  /** Otherwise the strategy to pass. */
  readonly confirm?: string | null;
}

export interface CardStrategyView extends StrategyView {
  readonly since?: number;
  readonly picture: boolean;
  /** How many uses are left, where they run out. */
  readonly left?: number;
  /** It can be taken away: the policy does not need it. */
  readonly removable: boolean;
  /** Each by itself, where there can be several. */
  readonly credentials?: readonly CredentialView[];
}

export interface CredentialView {
  readonly id: string;
  readonly name: string;
  readonly since: number;
  readonly used?: number;
  readonly removable: boolean;
}

/** Said on the page beside the view, or as the problem's own members in JSON. */
export interface Notice {
  readonly code: string;
  /** In a strategy's own words, on its own page. */
  readonly text?: string;
  /** Seconds to wait. */
  readonly retryAfter?: number;
  readonly errors?: Readonly<Record<string, string>>;
  /** What was typed and may be shown again: never a password or a code. */
  readonly typed?: Readonly<Record<string, string>>;
}
