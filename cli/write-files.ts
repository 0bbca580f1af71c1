import { randomUUID } from "node:crypto";
import { lstat, mkdir, rename, rm, writeFile } from "node:fs/promises";
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

/** Writes beside and renames, so that a link that has come meanwhile is replaced and nobody reads half a file. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
