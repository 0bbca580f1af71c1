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
    "The value of a JSON text of at most 64 KB, nested at most 32 deep. Its fields are untyped: what is not JSON, and a field that is not there, is an error.",
  example: 'has(custom.json().source) && custom.json().source == "bot"',
};
