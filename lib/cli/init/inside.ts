import { existsSync, realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** By their names alone: the file need not be there. */
export function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== "" && path.split(sep)[0] !== ".." && !isAbsolute(path);
}

/** There, and of this project once links are followed: a file of a neighbour's is not ours to change. */
export function isOurs(folder: string, file: string): boolean {
  return existsSync(file) && isInside(realpathSync(folder), realpathSync(file));
}
