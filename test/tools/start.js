// `npm start`: the example, run from its TypeScript, in this very process: signals and exit code are its own.
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

// tsx would take the tsconfig of the directory that it is started in, whatever that is.
const tsconfig = fileURLToPath(new URL("../../examples/net2/tsconfig.json", import.meta.url));

await tsImport("../../examples/net2/server.ts", { parentURL: import.meta.url, tsconfig });
