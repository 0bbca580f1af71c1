import { existsSync, readFileSync } from "node:fs";

/** A file of this repository that is made from others. */
export type Generated = {
  /** From the repository's root. */
  readonly path: string;
  /** The whole text, as formatted as the file is kept. */
  readonly make: () => Promise<string>;
};

/** What the file should say, where it is not there or says something else. */
export async function findMissingText({ path, make }: Generated, root: URL): Promise<string | undefined> {
  const file = new URL(path, root);
  const text = await make();
  return existsSync(file) && readFileSync(file, "utf8") === text ? undefined : text;
}
