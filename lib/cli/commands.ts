import { auditCommands } from "./audit.js";
import type { Command, FirstCommand } from "./command.js";
import { doctor } from "./doctor.js";
import { init } from "./init/index.js";
import { operatorCommands } from "./operators.js";
import { secretCommands } from "./secrets.js";

export const commands: readonly (Command | FirstCommand)[] = [
  init,
  doctor,
  ...operatorCommands,
  ...secretCommands,
  ...auditCommands,
];
