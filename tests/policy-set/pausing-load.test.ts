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
  const measure = async () => {
    const started = process.cpuUsage();
    let [before, step] = [started, 0];
    const load = createPausingLoad(wireCommands, options, async () => {
      const { user, system } = process.cpuUsage(before);
      step = Math.max(step, (user + system) / 1000);
      before = process.cpuUsage();
    });
    await load(parameters);
    const whole = process.cpuUsage(started);
    return { step, whole: (whole.user + whole.system) / 1000 };
  };
  // Of the processor's time, as the machine may be busy; the first time includes what is compiled once.
  const runs = [await measure(), await measure(), await measure()];
  // On a slow machine the whole takes longer as well: there a share of it counts.
  expect(Math.min(...runs.map(({ step, whole }) => step / Math.max(50, whole / 4)))).toBeLessThanOrEqual(1);
});
