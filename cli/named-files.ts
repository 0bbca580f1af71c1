import { randomUUID } from "node:crypto";
import { access, lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** The first symbolic link from the folder, which may be one itself, down to the path. */
export async function findLinkBelow(folder: string, path: string): Promise<string | undefined> {
  const parts = relative(folder, path).split(sep);
  for (let depth = 1; depth <= parts.length; depth++) {
    const part = join(folder, ...parts.slice(0, depth));
    const stats = await lstat(part).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (stats === undefined) return undefined;
    if (stats.isSymbolicLink()) return part;
  }
  return undefined;
}

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Reads a file named on the command line. Errors carry the path, which Node omits from some. */
export async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw Object.assign(error as Error, { path }); // what the file system throws
  }
}

/** Writes a file named on the command line; `explainFileError` tells its errors from those of reads. */
export async function writeOutput(
  path: string,
  text: string | Uint8Array,
  options: { readonly flag?: "wx"; readonly mode?: number } = {},
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, options);
  } catch (error) {
    throw Object.assign(error as Error, { path, isWrite: true }); // what the file system throws
  }
}

/** Writes a temporary file and renames it: a symbolic link created meanwhile is replaced, and no reader gets half a file. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeOutput(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
