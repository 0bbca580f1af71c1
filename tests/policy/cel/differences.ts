import type { Case } from "./expressions.ts";
import type { Reading } from "./oracle.ts";

/** Where cel-js differs from the specification, and the engine does not. */
export type Difference = {
  readonly about: string;
  readonly concerns: (found: Case, ours: Reading, theirs: Reading) => boolean;
};

const holds = ({ source, values }: Case, pattern: RegExp) => pattern.test(source + JSON.stringify(values));

export const differences: readonly Difference[] = [
  {
    about: "a double may begin with its point: `.5`",
    concerns: ({ source }, ours, theirs) =>
      ours.check === "taken" && theirs.check === "refused" && /(?<![\d"\w])\.\d/.test(source),
  },
  {
    about: 'positions in texts count characters, not UTF-16 units, and `split("")` gives characters',
    concerns: (found) =>
      holds(found, /[\ud800-\udfff]/) && /\.(?:substring|indexOf|lastIndexOf|split)\(/.test(found.source),
  },
  {
    about: "texts are ordered by character, not by UTF-16 unit",
    concerns: (found) =>
      holds(found, /[\ud800-\udfff]/) && holds(found, /[\ue000-\uffff]/) && /[<>]/.test(found.source),
  },
  {
    about: "`lowerAscii()` and `upperAscii()` change A to Z alone",
    concerns: (found) => holds(found, /[^\0-\x7f]/) && /\.(?:lower|upper)Ascii\(/.test(found.source),
  },
  {
    about: "`int()` of a text without digits is an error",
    concerns: ({ source }, ours) => ours.value !== undefined && /int\(""\)/.test(source),
  },
  {
    about: "`int()` of a double beyond 64 bits is an error",
    concerns: (found) =>
      /int\(/.test(found.source) && holds(found, /1e300|900719925474099|922337203685477580/),
  },
  {
    about: "-2^63 divided by -1 is an error",
    concerns: ({ source }) => /922337203685477580/.test(source) && source.includes(" / "),
  },
  {
    about: "parts of a second are kept exactly, below zero and far from it",
    concerns: ({ source }) =>
      /"-1\.5s"|"250ms"|\.25\+08:00"/.test(source) ||
      (source.match(/now|eventTime|timestamp/g)?.length ?? 0) > 3,
  },
];

/** The reason for which two readings may differ; `undefined`: they should not. */
export function explainDifference(found: Case, ours: Reading, theirs: Reading): string | undefined {
  return differences.find(({ concerns }) => concerns(found, ours, theirs))?.about;
}

export const isSame = (ours: Reading, theirs: Reading) =>
  ours.check === theirs.check && ours.type === theirs.type && ours.value === theirs.value;
