/** A file of this repository that is made from others. */
export type Generated = {
  /** From the repository's root. */
  readonly path: string;
  /** The whole text, as formatted as the file is kept. */
  readonly make: () => Promise<string>;
};
