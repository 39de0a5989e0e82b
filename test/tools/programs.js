// The real programs that tests talk to: what each is for, and the Debian package that brings it.
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

export const programs = {
  oathtool: { package: "oathtool", use: "makes authenticator codes, independently of ours" },
  zbarimg: { package: "zbar-tools", use: "reads the QR codes that we draw" },
  "redis-server": { package: "redis-server", use: "keeps what several processes share" },
  postgres: { package: "postgresql", use: "keeps what several processes share" },
  etcd: { package: "etcd-server", use: "is the store of an example" },
  chromium: { package: "chromium", use: "walks through the pages as a person does" },
};

/** Where on the PATH it is, or where Debian puts what is not for everybody's. */
export function findProgram(program) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...debianPostgres()];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

/** The folder that a program is in, with the others of its package. */
export function programFolder(program) {
  return dirname(findProgram(program) ?? program);
}

/** The newest version first. */
function debianPostgres() {
  try {
    const versions = readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => `/usr/lib/postgresql/${version}/bin`);
  } catch {
    return [];
  }
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
