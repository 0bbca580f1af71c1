import { parseCustomJson } from "./custom-json.ts";
import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

export const json: PolicyFunction = {
  name: "json",
  signature: "string.json(): dyn",
  call: (_: unknown, text: string) => {
    const parsed = parseCustomJson(text);
    return parsed.kind === "json" ? parsed.value : undefined;
  },
  fault: "bad-json",
  cost: (text: string) => text.length,
  worstCost: (text = 0) => text,
};

export const jsonDocs: FunctionDocs = {
  about:
    "The value of a JSON text of at most 64 KB and 32 levels. Its fields are untyped. A text that is not JSON, and a field that does not exist, are errors.",
  example: 'has(custom.json().source) && custom.json().source == "bot"',
};
