import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { commands, wireCommands } from "../../lib/commands/generated/index.ts";
import { buildBundle } from "../support/bundle.ts";
import { createCallbackEvent, createTestGate } from "../support/gate.ts";

const docs = [...commandDocs.values()];

test("every command is described, and its description is in the words of the others", () => {
  expect([...commandDocs.keys()]).toEqual([...commands.keys()]);
  for (const { command, title, notes } of docs) {
    expect(commands.get(command.name)).toBe(command);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    for (const note of notes) expect(note).toMatch(/^[A-Z`].*\.$/);
  }
});

test("an alias is another command's name nowhere, and finds its command", () => {
  const aliases = [...commands.values()].flatMap((command) =>
    (command.aliases ?? []).map((alias) => [alias, command] as const),
  );
  expect(aliases.map(([alias]) => alias)).toEqual(["Live.CallbackMemberStateChanged"]);
  for (const [alias, command] of aliases) {
    expect(commands.has(alias)).toBe(false);
    expect(wireCommands.get(alias)).toBe(command);
  }
  expect(wireCommands.size).toBe(commands.size + aliases.length);
});

test("a callback under an alias is the command that policies name", async () => {
  const rules = [{ id: "seen", on: "Live.CallbackAfterMemberStateChanged", observe: {} }];
  const { gate, outcomes } = createTestGate({ policies: { p: { rules } } });
  const body = commandDocs.get("Live.CallbackAfterMemberStateChanged")?.sample;
  await gate(createCallbackEvent({ command: "Live.CallbackMemberStateChanged", body }), "r");
  expect(outcomes).toMatchObject([
    {
      command: "Live.CallbackAfterMemberStateChanged",
      ending: { kind: "decided", effects: [{ rule: "p/seen", effect: "observe" }] },
    },
  ]);
});

test("what is changed by other commands can be changed by commands that exist, after the fact", () => {
  const pairs = docs.flatMap(({ command, changedBy = [] }) =>
    changedBy.map((name) => ({ before: command.reply.phase, after: commands.get(name)?.reply.phase })),
  );
  expect(pairs.length).toBeGreaterThan(2);
  for (const pair of pairs) expect(pair).toEqual({ before: "before", after: "after" });
});

test("the handler's bundle has every command and nothing that is said about one", async () => {
  const bundle = await buildBundle();
  const code = bundle.code();
  bundle.remove();
  const found = docs.flatMap(({ title, notes }) => [title, ...notes]).filter((text) => code.includes(text));
  expect(found).toEqual([]);
  expect(docs.filter(({ command }) => !code.includes(command.name))).toEqual([]);
});
