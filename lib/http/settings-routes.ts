import { z } from "zod";
import { audit, exportAudit } from "./audit.js";
import { health } from "./health.js";
import { testMail } from "./mail-test.js";
import { forEngineers } from "./operation.js";
import type { Route } from "./route.js";
import { addServiceKey, endServiceKey, endServiceKeys, serviceKeyBody, serviceKeys } from "./service-keys.js";
import { changeSettings, settings } from "./settings.js";
import { settingsBody } from "./settings-form.js";

const filter = {
  operator: "A user name",
  type: "What happened",
  result: "success or failure",
  from: "The first day, UTC: 2026-02-28",
  to: "The last day, UTC",
};

/** Options → Security and what belongs to it, for engineers. */
export const settingsRoutes: readonly Route[] = [
  {
    path: "/settings",
    get: forEngineers(settings, { summary: "The policy, and how the system is", answers: ["settings"] }),
    post: forEngineers(changeSettings, {
      summary: "A new policy, after a fresh proof; says first whom it would lock out",
      body: settingsBody,
      answers: ["settings"],
      refuses: ["ERR_MFA_STEP_UP", "ERR_MFA_CONFLICT", "ERR_MFA_LOCKOUT"],
    }),
  },
  {
    path: "/settings/mail",
    post: forEngineers(testMail, {
      summary: "A test mail to the engineer who asks",
      body: z.object({}),
      answers: ["settings"],
      refuses: ["ERR_MFA_WAIT", "ERR_MFA_MAIL_TEST"],
    }),
  },
  {
    path: "/service-keys",
    get: forEngineers(serviceKeys, { summary: "The keys of programs", answers: ["service-keys"] }),
    post: forEngineers(addServiceKey, {
      summary: "A key for a program, after a fresh proof; told once",
      body: serviceKeyBody,
      answers: ["service-keys"],
      refuses: ["ERR_MFA_STEP_UP"],
    }),
  },
  {
    path: "/service-keys/end",
    post: forEngineers(endServiceKeys, {
      summary: "Ends every key",
      body: z.object({}),
      answers: ["service-keys"],
      refuses: ["ERR_MFA_STEP_UP"],
    }),
  },
  {
    path: "/service-keys/:id/end",
    post: forEngineers(endServiceKey, {
      summary: "Ends one key",
      body: z.object({}),
      answers: ["service-keys"],
      refuses: ["ERR_MFA_STEP_UP", "ERR_MFA_NOT_FOUND"],
    }),
  },
  { path: "/health", get: forEngineers(health, { summary: "How the system is", answers: ["health"] }) },
  {
    path: "/audit",
    get: forEngineers(audit, {
      summary: "Who did what, the newest first",
      query: { ...filter, after: "`next` of the page before" },
      answers: ["audit"],
      refuses: ["ERR_MFA_NOT_FOUND"],
    }),
  },
  {
    path: "/audit/export.csv",
    get: forEngineers(exportAudit, { summary: "The same as a file", query: filter, answers: "text/csv" }),
  },
];
