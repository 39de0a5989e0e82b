import type { Field } from "./form.js";
import type { Json } from "./ports.js";
import type { Held, Input, Services } from "./services.js";

/** How an operator comes to a credential. */
export interface Enrolment<Own extends Json> {
  /** What the judge of the first input needs, kept sealed with the sign-in. `held`: what the operator has of it already. */
  begin(services: Services, held: readonly Held<Own>[]): Promise<Json>;
  view(services: Services, begun: Json): Promise<EnrolmentView>;
  /** The fields asked for, where they differ from the strategy's own. */
  readonly fields?: readonly Field[];
  /** The fields asked for at this point, where that follows from what was begun. */
  ask?(begun: Json): readonly Field[];
  finish(services: Services, begun: Json, input: Input): Promise<EnrolmentFinding<Own>>;
}

/**
 * As `Finding`; right brings the credential that is to be kept. Otherwise `errors` says what is wrong with which
 * field, and `begun` is what the next try is judged by, in place of what was begun.
 */
export type EnrolmentFinding<Own extends Json> =
  | {
      readonly right: false;
      readonly errors?: Readonly<Record<string, string>>;
      readonly begun?: Json;
    }
  | {
      readonly right: true;
      readonly own: Own;
      /**
       * What its owner calls it, as it was typed, where there can be several. Of what steers a text nothing is kept; one that shows
       * nothing is named after the browser, or the strategy.
       */
      readonly name?: string;
      /** As in `Finding`. */
      readonly amr?: readonly string[];
    };

/** What an enrolling operator needs to see: data, rendered by core as page or JSON. */
export interface EnrolmentView {
  /** Members of the JSON answer, e.g. `uri`, `secret`, `qr`. */
  readonly data: Readonly<Record<string, Json>>;
  /** `data:` URL and the id of the word that says what it shows. */
  readonly image?: { readonly src: string; readonly alt: string };
  /** Text to read or copy, with the id of its label. */
  readonly text?: { readonly label: string; readonly value: string };
  /** Lines to be kept by the operator, with the id of their label: copied, saved or printed. */
  readonly list?: { readonly label: string; readonly values: readonly string[] };
  /** A word that has to be said before the fields, this time. */
  readonly note?: string;
  /** The fields asked for this time, as `Enrolment.ask` says. */
  readonly fields?: readonly Field[];
  /** Opens what takes it on this very device, with the id of its label: `otpauth:` and the like, no web page. */
  readonly link?: { readonly label: string; readonly href: string };
}
