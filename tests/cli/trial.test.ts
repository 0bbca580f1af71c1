import { changed, facetsOf, sampleTrial } from "../../cli/trial.ts";
import { facets } from "../../lib/commands/facets.ts";
import { commands } from "../../lib/commands/index.ts";
import { readPayload } from "../../lib/commands/read-payload.ts";

const commandNamed = (name: string) => {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`no ${name}`);
  return command;
};

const values = {
  account: "u_new",
  accounts: ["u_new", "u_other"],
  string: "@new",
  text: "new words",
  word: "Work",
  words: ["TIMImageElem", "TIMFaceElem"],
  int: 7,
  timestamp: "2026-01-31T08:00:00.000Z",
  address: "192.0.2.1",
} as const;

const all = [...commands.values()].flatMap((command) =>
  facetsOf(command).map((name) => [command.name, name] as const),
);
test.each(all)("%s: %s can be set, and the body stays readable", (commandName, name) => {
  const command = commandNamed(commandName);
  const trial = changed(sampleTrial(command, 0), [{ name, value: values[facets[name].kind] }]);
  if (typeof trial === "string") throw new Error(trial);
  expect(readPayload(command, trial.payload).kind).toBe("read");
});
