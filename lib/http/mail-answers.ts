import type { Mailer } from "../contract/index.js";

const patience = 3000;

/** Does the mail server answer, and take us? Asked for at most 3 s. */
export async function mailAnswers(mailer: Mailer | undefined): Promise<boolean> {
  if (mailer === undefined) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  const asked = mailer.verify().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
