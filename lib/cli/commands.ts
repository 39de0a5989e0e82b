import { auditCommands } from "./audit.js";
import type { Command } from "./command.js";
import { doctor } from "./doctor.js";
import { operatorCommands } from "./operators.js";
import { secretCommands } from "./secrets.js";

export const commands: readonly Command[] = [
  doctor,
  ...operatorCommands,
  ...secretCommands,
  ...auditCommands,
];
