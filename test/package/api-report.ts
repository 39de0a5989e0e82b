import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { root } from "./tarball.js";

const quiet = { default: { logLevel: ExtractorLogLevel.None } };
const compilerOptions = {
  ...{ module: "nodenext", target: "es2023", lib: ["es2023"], types: ["node"], skipLibCheck: true },
  ...{ jsx: "react-jsx", jsxImportSource: "preact" },
};

/** The name of each entry that has types, with where they begin: `["storage/sqlite", "./dist/storage/sqlite.d.ts"]`. */
export function typedEntries(): readonly (readonly [name: string, types: string])[] {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.entries(exports as Record<string, string | { readonly types: string }>).flatMap(
    ([path, entry]) =>
      typeof entry === "string" ? [] : [[path === "." ? "index" : path.slice(2), entry.types] as const],
  );
}

/** The public types of one entry as text, made of what was built. */
export function apiReport([name, entry]: readonly [name: string, types: string]): string {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-api-"));
  try {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: root,
        mainEntryPointFilePath: `<projectFolder>/${entry}`,
        compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
        apiReport: {
          ...{ enabled: true, reportFileName: "<unscopedPackageName>.api.md" },
          ...{ reportFolder: folder, reportTempFolder: join(folder, "made") },
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        // What our own style says of comments is not what TSDoc says: types are the subject here.
        messages: { extractorMessageReporting: quiet, tsdocMessageReporting: quiet },
      },
      packageJsonFullPath: join(root, "package.json"),
      configObjectFullPath: undefined,
    });
    Extractor.invoke(config, { localBuild: true, messageCallback: (message) => (message.handled = true) });
    const report = readFileSync(join(folder, "made", "express-mfa.api.md"), "utf8").replaceAll("\r\n", "\n");
    const [, code] = /```ts\n([\s\S]*)```/.exec(report) ?? [];
    if (code === undefined) throw new Error(`no types in the report of ${name}: ${report}`);
    const title = `"express-mfa${name === "index" ? "" : `/${name}`}"`;
    const types = code.replaceAll(/^ *\/\/ \(undocumented\)\n/gm, "").trim();
    return `// The public types of ${title}: \`npm run api\` writes this anew.\n\n${types}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const reportFile = (name: string) =>
  join(root, "test", "package", "api", `${name.replace("/", "-")}.txt`);
