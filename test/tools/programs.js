// The real programs that tests talk to: what each is for, and the Debian package that brings it.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export const programs = {
  oathtool: { package: "oathtool", use: "makes authenticator codes, independently of ours" },
  zbarimg: { package: "zbar-tools", use: "reads the QR codes that we draw" },
  chromium: { package: "chromium", use: "walks through the pages as a person does" },
};

/** Where on the PATH it is. */
export function findProgram(program) {
  const places = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, program));
  return places.find(isExecutable);
}

export function isInstalled(program) {
  return findProgram(program) !== undefined;
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
