import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const sample = readSample(GROUP);

type Situation = { readonly body: object; readonly world: () => World };
const rules = (when: string) => () => ({
  policies: { p: { rules: [{ id: "r", on: GROUP, when, deny: {} }] } },
});

/** A clock that goes on 1501 ms while the payload is read. */
function createLateWorld(): World {
  const command = commands.get(GROUP) as Command; // a command of the catalogue
  let time = NOW;
  const payload = () => {
    time += 1501;
    return command.payload();
  };
  return { commands: new Map([...commands, [GROUP, { ...command, payload }]]), now: () => time };
}

const situations: Readonly<Record<"onFault" | "onUnreadable" | "onDeadline" | "onOversize", Situation>> = {
  onFault: { body: sample, world: rules("int(name) > 3") },
  onUnreadable: { body: { ...sample, Name: undefined }, world: () => ({}) },
  onDeadline: { body: sample, world: createLateWorld },
  onOversize: { body: { ...sample, Name: "n".repeat(48 * 1024 + 1) }, world: rules('name == "x"') },
};
const reasons = {
  onFault: "rule-error",
  onUnreadable: "unreadable",
  onDeadline: "deadline",
  onOversize: "rule-error",
};

type Choice = { readonly name: string; readonly choice: unknown; readonly refuses: boolean | "by default" };
const choices: readonly Choice[] = [
  { name: "deny", choice: "deny", refuses: true },
  { name: "allow", choice: "allow", refuses: false },
  { name: "nothing", choice: undefined, refuses: "by default" },
  { name: "the command's own name", choice: { [GROUP]: "deny", "*": "allow" }, refuses: true },
  { name: "the first pattern of two", choice: { "Group.*": "allow", "*": "deny" }, refuses: false },
  { name: "the second pattern", choice: { "Sns.*": "allow", "*.CallbackBefore*": "deny" }, refuses: true },
  { name: "no pattern that covers it", choice: { "Sns.*": "deny", "C2C.*": "allow" }, refuses: "by default" },
];
const names = ["onFault", "onUnreadable", "onDeadline", "onOversize"] as const;
const rows = names.flatMap((setting) => choices.map((choice) => ({ setting, ...choice })));

testRows(rows, "$setting says $name: refused $refuses", async ({ setting, choice, refuses }) => {
  const { body, world } = situations[setting];
  const settings = choice === undefined ? {} : { [setting]: choice };
  const { gate } = createTestGate({ ...world(), settings });
  const { body: answer } = await gate(createCallbackEvent({ body }), "r");
  const isRefused = refuses === "by default" ? setting === "onOversize" : refuses;
  expect(JSON.parse(answer)).toEqual({
    ActionStatus: "OK",
    ErrorCode: isRefused ? 1 : 0,
    ErrorInfo: isRefused ? reasons[setting] : "",
  });
});
