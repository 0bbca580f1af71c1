import { sha256 } from "../../lib/store/sha256.ts";
import { createChecker, decideDraft, readDraft } from "../../playground/engine.ts";
import { decodeState } from "../../playground/share.ts";
import { testRows } from "../support/table.ts";
import { NOW, openTerminal, SETTINGS } from "./terminal.ts";

const FILES = {
  "policies/settings.yaml": SETTINGS,
  "policies/tokens.txt": "token-that-stays-out\n",
  "policies/naming.yaml": `rules:
  - id: reserved
    on: Group.CallbackBeforeCreateGroup
    when: name.hasWord(lists.reserved)
    deny: { code: 10102, message: Reserved. }
`,
  "policies/lists/reserved.txt": "official\n",
};
const PAGE = "https://policies.example/playground.html";

test("a link decides as explain does, and holds no token", async () => {
  const terminal = openTerminal(FILES);
  const { out } = await terminal.chatgate(
    `explain Group.CallbackBeforeCreateGroup --set name="Official club" --json --link ${PAGE}#old`,
  );
  terminal.close();
  const { link, envelope } = JSON.parse(out) as { readonly link: string; readonly envelope: object };
  expect(link).toMatch(/^https:\/\/policies\.example\/playground\.html#s=[\w-]+$/);
  const state = await decodeState(new URL(link).hash);
  expect(JSON.stringify(state)).not.toContain("token-that");
  if (state === undefined) throw new Error("the link is whole");
  const { engine } = createChecker(sha256)(state.files, NOW);
  const read = readDraft(state.draft, 0);
  if (engine === undefined || read.kind !== "scenario") throw new Error("the link is whole");
  expect(read.scenario.now).toBe(NOW);
  expect(decideDraft(engine, read.scenario, state.draft).outcome.envelope).toEqual(envelope);
  expect(envelope).toMatchObject({ ErrorCode: 10102 });
});

testRows(
  [
    {
      name: "an address that is none",
      line: "explain Group.CallbackBeforeCreateGroup --link playground.html",
      err: 'chatgate: --link does not take "playground.html". Give a page\'s address. [usage]',
    },
    {
      name: "a page that runs a script",
      line: "explain Group.CallbackBeforeCreateGroup --link javascript:alert(1)",
      err: 'chatgate: --link does not take "javascript:alert(1)". Give a page\'s address. [usage]',
    },
    {
      name: "no policies",
      line: `why r-1 --log log.jsonl --link ${PAGE}`,
      err: "chatgate: --link needs policies. Name the stage, or a folder by --policies. [usage]",
    },
  ],
  async ({ line, err }) => {
    const terminal = openTerminal(FILES);
    expect(await terminal.chatgate(line)).toEqual({ code: 2, out: "", err });
    terminal.close();
  },
);

test("lists that are too long for a link are said to be", async () => {
  const entries = Array.from({ length: 60_000 }, (_, index) => `reserved-word-${index}`).join("\n");
  const terminal = openTerminal({ ...FILES, "policies/lists/reserved.txt": entries });
  const { code, out } = await terminal.chatgate(`explain Group.CallbackBeforeCreateGroup --link ${PAGE}`);
  terminal.close();
  expect(code).toBe(0);
  expect(out).toMatch(/Playground {2}warning: .* \[link-too-long\]$/);
});
