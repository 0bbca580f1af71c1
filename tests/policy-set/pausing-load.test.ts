import { wireCommands } from "../../lib/commands/generated/index.ts";
import { createLoad, createPausingLoad } from "../../lib/policy-set/active-config.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters } from "../support/gate.ts";

const document = (number: number) => ({
  rules: Array.from({ length: 20 }, (_, index) => ({
    id: `rule-${index}`,
    on: "Group.CallbackBeforeCreateGroup",
    when: `groupType == "Meeting" && name.startsWith("${number}-${index}") && owned > ${index}`,
    deny: {},
  })),
});
const DOCUMENTS = 100;
const parameters = createTestParameters({
  policies: Object.fromEntries(
    Array.from({ length: DOCUMENTS }, (_, index) => [
      `document-${String(index).padStart(3, "0")}`,
      document(index),
    ]),
  ),
});
const options = { sha256 };

test("a pause between documents, and the same outcome as without", async () => {
  let pauses = 0;
  const loaded = await createPausingLoad(wireCommands, options, async () => {
    pauses += 1;
  })(parameters);
  const atOnce = createLoad(wireCommands, options)(parameters);
  expect(pauses).toBeGreaterThanOrEqual(2 * DOCUMENTS);
  expect([loaded.kind, atOnce.kind]).toEqual(["loaded", "loaded"]);
  const rules = (load: typeof loaded) =>
    load.kind === "loaded"
      ? load.value.set?.rulesFor("Group.CallbackBeforeCreateGroup").map(({ rule }) => rule)
      : load.faults;
  expect(rules(loaded)).toEqual(rules(atOnce));
  expect(rules(loaded)).toHaveLength(DOCUMENTS * 20);
});

test("100 documents of 20 rules hold a request up by 50 ms at most", async () => {
  const longest = async () => {
    let [before, step] = [process.cpuUsage(), 0];
    const load = createPausingLoad(wireCommands, options, async () => {
      const { user, system } = process.cpuUsage(before);
      step = Math.max(step, (user + system) / 1000);
      before = process.cpuUsage();
    });
    await load(parameters);
    return step;
  };
  // Of the processor's time, as the machine may be busy; the first time includes what is compiled once.
  const steps = [await longest(), await longest(), await longest()];
  expect(Math.min(...steps)).toBeLessThanOrEqual(50);
});
