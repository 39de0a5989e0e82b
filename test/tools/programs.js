// The real programs that tests talk to: what each is for, and the Debian package that brings it.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export const programs = {
  oathtool: { package: "oathtool", use: "makes authenticator codes, independently of ours" },
  zbarimg: { package: "zbar-tools", use: "reads the QR codes that we draw" },
};

export function isInstalled(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

export function missingPrograms() {
  return Object.keys(programs).filter((program) => !isInstalled(program));
}

/** Where a missing program is a failure and not a reason to skip. */
export const inCi = ["true", "1"].includes(process.env.CI ?? "");

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
