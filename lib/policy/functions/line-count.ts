import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

export const lineCount: PolicyFunction = {
  name: "lineCount",
  signature: "string.lineCount(): int",
  cost: (text: string) => text.length >> 2,
  worstCost: (text = 0) => text >> 2,
  call: (_: unknown, text: string) => (text === "" ? 0 : text.split("\n").length),
};

export const lineCountDocs: FunctionDocs = {
  about: "How many lines the text has: 2 for `a\\nb`, 0 for an empty text.",
  example: "text.lineCount() > 20",
};
