import { existsSync, readFileSync } from "node:fs";

/** A generated file of this repository. */
export type Generated = {
  /** From the repository's root. */
  readonly path: string;
  /** The whole text, formatted. */
  readonly make: () => Promise<string>;
};

/** The expected text, if the file is missing or differs. */
export async function findMissingText({ path, make }: Generated, root: URL): Promise<string | undefined> {
  const file = new URL(path, root);
  const text = await make();
  return existsSync(file) && readFileSync(file, "utf8") === text ? undefined : text;
}
