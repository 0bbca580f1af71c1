import fc from "fast-check";
import { scaleRuns } from "../../support/runs.ts";
import { CREATION, readValues, startStageWorld } from "./stage-world.ts";

/** What the folder holds: one rule's word, and a list in SSM or, over 32 KB, in the bucket. */
type Folder = { readonly word: string; readonly entries: number };

type Step =
  | ({ readonly kind: "push" } & Folder)
  | { readonly kind: "rollback"; readonly back: number }
  | { readonly kind: "prune"; readonly keep: number }
  | { readonly kind: "spoil"; readonly value: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("push" as const),
    word: fc.constantFrom("Public", "Work", "Meeting"),
    entries: fc.constantFrom(1, 3, 9000, 9001),
  }),
  fc.record({ kind: fc.constant("rollback" as const), back: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant("prune" as const), keep: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    kind: fc.constant("spoil" as const),
    value: fc.constantFrom("-", "torn", "H4sIAAAAAAAAA4uOBQApu0wNAgAAAA=="),
  }),
);

const LATER_MS = 2 * 3_600_000;
const list = (count: number) => Array.from({ length: count }, (_, at) => `e${at}`).join("\n");

test("after any pushes, rollbacks, prunings and spoiled packs, a cold start reads the last set, and kept sets are whole", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      const world = await startStageWorld();
      try {
        world.store.put("/chatgate/dev/reader", "2");
        world.store.put("/chatgate/dev/bucket", "lists-bucket");
        const sets = new Map<number, Folder>();
        /** The oldest that no pruning may have broken. */
        let oldest = 2;
        let set = 1;
        const runLater = (line: string) => world.chatgate(line, { now: () => Date.now() + LATER_MS });
        for (const step of [{ kind: "push", word: "Public", entries: 2 } as const, ...steps]) {
          if (step.kind === "push") {
            world.write({
              "policies/creation.yaml": CREATION.replace("Meeting", step.word),
              "policies/lists/reserved.txt": list(step.entries),
            });
            const { code, out } = await world.push("Why");
            expect(code).toBe(0);
            if (out.includes("is at set")) set = Number(/is at set (\d+) now/.exec(out)?.[1] ?? set);
            sets.set(set, { word: step.word, entries: step.entries });
          } else if (step.kind === "rollback") {
            const to = set - step.back;
            const wanted = sets.get(to);
            const { code, out } = await runLater(`policy rollback --stage dev --to ${Math.max(1, to)} --yes`);
            if (wanted !== undefined && to >= oldest) expect(code).toBe(0);
            if (wanted === undefined || code !== 0) continue;
            set = Number(/is at set (\d+) now/.exec(out)?.[1] ?? set);
            sets.set(set, wanted);
          } else if (step.kind === "prune") {
            expect((await runLater(`policy prune --stage dev --keep ${step.keep} --yes`)).code).toBe(0);
            oldest = Math.max(oldest, set - step.keep + 1);
          } else {
            world.store.put("/chatgate/dev/pack/1", step.value);
          }
          const { word, entries } = sets.get(set) ?? { word: "", entries: 0 };
          const values = readValues(await world.read());
          expect(values["policies/creation"]).toContain(`groupType == \\"${word}\\"`);
          expect(values["lists/reserved"]).toBe(list(entries));
        }
      } finally {
        await world.close();
      }
    }),
    { numRuns: scaleRuns(20) },
  );
}, 120_000);
