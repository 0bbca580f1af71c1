import fc from "fast-check";
import { compareEngines } from "../tests/policy/cel/explain-difference.ts";
import { cases } from "../tests/policy/cel/expressions.ts";
import { readOurs } from "../tests/policy/cel/oracle.ts";

/** Expressions on which the engine and cel-js must agree: `npm run fuzz [count] [seed]`. */
const count = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() & 0x7fffffff);
/** Each batch is one fast-check run with its own seed: short paths to a failing case, and visible progress. */
const SHARD = 10_000;
console.log(`seed ${seed}, ${count} expressions, in runs of ${SHARD} whose seeds follow it`);

const explained = new Map<string, number>();
const errors = new Map<string, number>();
let tried = 0;
let differ = 0;
let failing = 0;
const increment = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const share = (part: number) => `${((100 * part) / tried).toFixed(2)} %`;
const report = () =>
  console.log(
    `${tried} agree; ${differ} (${share(differ)}) but for differences written down; ${failing} (${share(failing)}) are errors`,
  );

for (let shard = 0; tried < count; shard++) {
  const result = fc.check(
    fc.property(cases, (found) => {
      const compared = compareEngines(found);
      if (!compared.agrees) return false;
      const { code } = readOurs(found);
      if (code !== undefined) {
        failing++;
        increment(errors, code);
      }
      if (compared.reasons.size > 0) differ++;
      for (const { about } of compared.reasons) increment(explained, about);
      return true;
    }),
    { numRuns: Math.min(SHARD, count - tried), seed: seed + shard },
  );
  tried += result.numRuns;
  if (!result.failed) {
    report();
    continue;
  }
  const [found] = result.counterexample ?? [];
  console.log(`seed ${seed + shard}, after ${result.numRuns}: ${JSON.stringify(found)}`);
  if (found !== undefined) console.log(compareEngines(found));
  process.exitCode = 1;
  break;
}
for (const [about, times] of explained) console.log(`${times} differ as written down: ${about}`);
for (const [code, times] of errors) console.log(`${times} are errors: ${code}`);
