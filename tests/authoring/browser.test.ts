import { runInNewContext } from "node:vm";
import { buildSync } from "esbuild";
import { createEngine } from "../../lib/authoring/engine.ts";
import { createScenario } from "../../lib/authoring/scenario.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters } from "../support/gate.ts";

const COMMAND = "Group.CallbackBeforeCreateGroup";
const NOW = Date.UTC(2026, 5, 15);
const parameters = createTestParameters({
  policies: {
    p: {
      rules: [
        { id: "types", on: COMMAND, when: 'groupType == "Public"', deny: { code: 10101, message: "No." } },
        {
          id: "half",
          on: COMMAND,
          rollout: { percent: 50, by: "operator" },
          deny: { code: 10102 },
        },
        { id: "words", on: COMMAND, when: "name.hasWord(lists.reserved)", observe: {} },
      ],
    },
  },
  lists: { reserved: "trail" },
});

/** As a page would have it: no alias, and a hash of its own. */
function bundleForBrowser(): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        import { sha256 } from "@noble/hashes/sha2.js";
        import { utf8ToBytes } from "@noble/hashes/utils.js";
        import { createEngine } from "./lib/authoring/engine.ts";
        import { createScenario } from "./lib/authoring/scenario.ts";
        import { commands } from "./lib/commands/generated/index.ts";
        const created = createEngine(parameters, (text) => sha256(utf8ToBytes(text)));
        const { outcome, rules } = created.engine.decide(createScenario(commands.get(command), now));
        result = JSON.stringify({ outcome, rules });
      `,
      resolveDir: process.cwd(),
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

test("a browser decides as Node does: bundled without an alias, run without Node's globals", () => {
  // What the web has, and JavaScript itself has not.
  const context = { parameters, command: COMMAND, now: NOW, result: "", TextEncoder, TextDecoder };
  runInNewContext(bundleForBrowser(), context);
  const created = createEngine(parameters, sha256);
  const command = commands.get(COMMAND);
  if (created.kind === "failed" || command === undefined) throw new Error("the set is valid");
  const { outcome, rules } = created.engine.decide(createScenario(command, NOW));
  expect(JSON.parse(context.result)).toEqual(JSON.parse(JSON.stringify({ outcome, rules })));
  expect(outcome).toMatchObject({ verdict: "deny", code: 10101 });
});
