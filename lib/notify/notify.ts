import type { Clock, Mailer, Notification, Random } from "../contract/index.js";
import type { OperatorRecord } from "../core/record.js";
import { type Catalogue, firstFactor } from "../core/rules.js";
import { MfaError } from "../errors/index.js";
import type { Languages } from "../locales/index.js";
import { writeMail } from "../mail/index.js";
import { createProgress, createWriter } from "../outbox/index.js";
import type { Collection } from "../store/types.js";
import { advance, type Claim, newsFor, take } from "./claims.js";
import { lettersOf } from "./letters.js";
import { notificationOf } from "./notification.js";

/** Tells owners what happened to their account: in the background, again and again until it is out, once. */
export interface Notify {
  /** Tells what of the record's events is news: just committed, or left behind by a crash. */
  seen(record: OperatorRecord): void;
  /** All events of a lower number are told. */
  toldOf(operator: string): number | undefined;
  /** Tells what waits, for so long as is given (milliseconds), and takes nothing more. */
  close(within: number): Promise<void>;
}

export interface NotifyParts {
  readonly issuer: string;
  readonly claims: Collection<Claim>;
  readonly catalogue: Catalogue;
  readonly languages: Languages;
  readonly mailer: Mailer | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /** The host's own channel: `true` where it has told the owner, and no mail is sent. */
  readonly onNotify: ((notification: Notification) => unknown) | undefined;
  fault(error: unknown): void;
}

/** Milliseconds: a mail server that is away comes back in minutes, or in hours. */
const retry = { retryAfter: 2000, longest: 5 * 60_000 } as const;

export function createNotify(parts: NotifyParts): Notify {
  const { issuer, claims, catalogue, languages, mailer, clock, random, onNotify, fault } = parts;
  const writer = createWriter({ fault, ...retry });
  const progress = createProgress(({ events }) => events.told);
  const runner = random.bytes(16).toString("base64url");
  const first = firstFactor(catalogue).id;

  const send = async (notification: Notification, sent: number) => {
    // What the host has told is not told again when the mail after it has to be.
    if (sent === 0 && (await onNotify?.(notification)) === true) return;
    if (mailer === undefined) return;
    const letters = lettersOf(notification, issuer, languages);
    for (const [at, { letter, language }] of letters.entries()) {
      if (at < sent) continue;
      await mailer.send(writeMail(letter, { issuer, language }));
      if (at + 1 < letters.length) await advance(claims, notification.id, { sent: at + 1 });
    }
  };

  /** `false`: another process is at it. */
  const tell = async (notification: Notification): Promise<boolean> => {
    const { id, at } = notification;
    const taken = await take(claims, id, { at, runner, now: clock() });
    if (taken.is !== "mine") return taken.is === "done";
    if (clock() > at + newsFor) {
      fault(
        new MfaError("ERR_MFA_MAIL", {
          detail: `a warning of type ${notification.type} did not go out for days`,
        }),
      );
    } else await send(notification, taken.sent);
    await advance(claims, id, { done: true });
    return true;
  };

  return {
    seen(record) {
      for (const event of progress.take(record).events) {
        const news =
          event.at > clock() - newsFor ? notificationOf(record, event, { catalogue, first }) : undefined;
        if (news === undefined) {
          progress.done(record.id, event.n);
          continue;
        }
        // It is in the record still: the next look at it finds it.
        const again = () => progress.forget(record.id);
        writer.push({
          write: () => tell(news),
          written: (mine) => (mine ? progress.done(record.id, event.n) : again()),
          dropped: again,
        });
      }
    },
    toldOf: progress.upTo,
    close: writer.close,
  };
}
