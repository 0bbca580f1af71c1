/**
 * What a page asks its reader to do, in its order. A `yaml` block that begins with `# <path>` is that file; a `diff`
 * block that begins with `@@ <path> @@` changes it; a `console` block has commands after `$`, each with what it prints;
 * a `json` block is a part of what the gate writes.
 */
export type Step = { readonly line: number } & (
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "change"; readonly path: string; readonly old: string; readonly new: string }
  | { readonly kind: "command"; readonly command: string; readonly output: string }
  | { readonly kind: "written"; readonly text: string }
);

export function listCommandSteps(page: string): readonly Step[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(({ 1: language, 2: text = "", index }) => {
    const line = page.slice(0, index).split("\n").length + 1;
    switch (language) {
      case "yaml":
        return fileIn(text, line);
      case "diff":
        return changeIn(text, line);
      case "console":
        return commandsIn(text, line);
      case "json":
        return [{ kind: "written", line, text: text.trim() }];
      default:
        return [];
    }
  });
}

function fileIn(text: string, line: number): readonly Step[] {
  const path = /^# (\S+\/\S+)\n/.exec(text)?.[1];
  return path === undefined ? [] : [{ kind: "file", line, path, text }];
}

function changeIn(text: string, line: number): readonly Step[] {
  const [head = "", ...lines] = text.split("\n");
  const path = /^@@ (\S+) @@$/.exec(head)?.[1] ?? "";
  const without = (sign: string) =>
    lines.flatMap((one) => (one === "" || one.startsWith(sign) ? [] : [`${one.slice(1)}\n`])).join("");
  return [{ kind: "change", line, path, old: without("+"), new: without("-") }];
}

function commandsIn(text: string, line: number): readonly Step[] {
  const steps: Step[] = [];
  for (const [at, one] of text.trimEnd().split("\n").entries()) {
    const last = steps.at(-1);
    if (one.startsWith("$ "))
      steps.push({ kind: "command", line: line + at, command: one.slice(2), output: "" });
    else if (last?.kind === "command") steps.splice(-1, 1, { ...last, output: `${last.output}${one}\n` });
  }
  return steps;
}

/** The page's text if it shows just what came, be it with lines left out at each line `…`; else what came. */
export function cleanOutput(came: string, shown: string): string {
  const pattern = shown
    .split(/^…\n/m)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("(?:.*\\n)+?");
  return new RegExp(`^${pattern}$`).test(came) ? shown : came;
}
