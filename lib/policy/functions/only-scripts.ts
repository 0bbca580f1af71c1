import type { PolicyFunction } from "./policy-function.ts";

const matchers = new Map<string, RegExp>();

/** One class under one star: linear. `Common` and `Inherited` are digits, punctuation, emoji and marks. */
function matcherOf(scripts: readonly string[]): RegExp {
  const key = scripts.join();
  let matcher = matchers.get(key);
  if (matcher === undefined) {
    const classes = ["Common", "Inherited", ...scripts].map((script) => `\\p{Script_Extensions=${script}}`);
    matcher = new RegExp(`^[${classes.join("")}]*$`, "u");
    matchers.set(key, matcher);
  }
  return matcher;
}

export const onlyScripts: PolicyFunction = {
  name: "onlyScripts",
  signature: "string.onlyScripts(list<string>): bool",
  about:
    "Whether every letter of the text is of one of the scripts (Unicode names: `Latin`, `Han`, `Cyrillic`, …). Digits, punctuation and emoji belong to all.",
  example: 'name.onlyScripts(["Latin", "Han"])',
  call: (text: string, scripts: readonly string[]) => matcherOf(scripts).test(text),
  check: ([scripts]) => {
    if (!Array.isArray(scripts)) return 'write the scripts as a list, e.g. ["Latin", "Han"]';
    const unknown = scripts.find((script) => !isScript(script));
    return unknown === undefined
      ? undefined
      : `"${unknown}" is not the name of a Unicode script, e.g. "Latin"`;
  },
};

function isScript(name: string): boolean {
  if (!/^\w+$/.test(name)) return false;
  try {
    return new RegExp(`\\p{Script_Extensions=${name}}`, "u") !== undefined;
  } catch {
    return false; // the only way to ask the engine whether it knows a script
  }
}
