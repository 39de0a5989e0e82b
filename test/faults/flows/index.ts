import type { Flow } from "../flow.js";
import { sends, wrongCodes, wrongPasswords } from "./budgets.js";
import { imported, settings, setup } from "./engineer.js";
import { firstEnrolment, furtherEnrolment, removal } from "./enrolment.js";
import { signInByApp, signInByMail, stepUp } from "./sign-in.js";
import { forgotten, handover, recovery } from "./ways-back.js";

export const flows: readonly Flow[] = [
  signInByMail,
  signInByApp,
  firstEnrolment,
  furtherEnrolment,
  stepUp,
  handover,
  recovery,
  forgotten,
  removal,
  settings,
  setup,
  imported,
  wrongCodes,
  wrongPasswords,
  sends,
];
