import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

const matchers = new Map<string, RegExp>();

/** One class under one star: linear. `Common` and `Inherited` are digits, punctuation, emoji and marks. */
function compileMatcher(scripts: readonly string[]): RegExp {
  const key = scripts.join();
  let matcher = matchers.get(key);
  if (matcher === undefined) {
    const classes = ["Common", "Inherited", ...scripts].map((script) => `\\p{Script_Extensions=${script}}`);
    matcher = new RegExp(`^[${classes.join("")}]*$`, "u");
    // Stryker disable next-line CallExpression: a matcher that is made again is only slower
    matchers.set(key, matcher);
  }
  return matcher;
}

export const onlyScripts: PolicyFunction = {
  name: "onlyScripts",
  signature: "string.onlyScripts(list<string>): bool",
  call: (_: unknown, text: string, scripts: readonly string[]) => compileMatcher(scripts).test(text),
  cost: (text: string) => 20 + (text.length >> 1),
  worstCost: (text = 0) => 20 + (text >> 1),
  check: ({ items = [{}] }) => {
    const names = items.map(({ literal }) => literal);
    if (names.includes(undefined)) return { reason: "scripts-not-written", argument: 0 };
    const token = names.map(String).find((name) => !isScript(name));
    return token === undefined ? undefined : { reason: "unknown-script", argument: 0, token };
  },
};

export const onlyScriptsDocs: FunctionDocs = {
  about:
    "Whether every letter of the text is of one of the scripts (Unicode names: `Latin`, `Han`, `Cyrillic`, …). Digits, punctuation and emoji belong to every script.",
  example: 'name.onlyScripts(["Latin", "Han"])',
};

function isScript(name: string): boolean {
  if (!/^\w+$/.test(name)) return false;
  try {
    return new RegExp(`\\p{Script_Extensions=${name}}`, "u") !== undefined;
  } catch {
    return false; // the only way to ask the engine whether it knows a script
  }
}
