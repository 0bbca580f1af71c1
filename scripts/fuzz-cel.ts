import fc from "fast-check";
import { explainDifference, isSame } from "../tests/policy/cel/differences.ts";
import { cases } from "../tests/policy/cel/expressions.ts";
import { readOurs, readTheirs } from "../tests/policy/cel/oracle.ts";

/** Expressions on which the engine and cel-js must agree: `npm run fuzz [count] [seed]`. */
const count = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() & 0x7fffffff);
console.log(`seed ${seed}, ${count} expressions`);

const explained = new Map<string, number>();
let errors = 0;
const result = fc.check(
  fc.property(cases, (found) => {
    const [ours, theirs] = [readOurs(found), readTheirs(found)];
    if (ours.value === "error") errors++;
    if (isSame(ours, theirs)) return true;
    const about = explainDifference(found, ours, theirs);
    if (about === undefined) return false;
    explained.set(about, (explained.get(about) ?? 0) + 1);
    return true;
  }),
  { numRuns: count, seed },
);

for (const [about, times] of explained) console.log(`${times} differ as written down: ${about}`);
console.log(`${errors} are errors in the engine`);
if (result.failed) {
  const [found] = result.counterexample ?? [];
  console.log(`after ${result.numRuns}: ${JSON.stringify(found)}`);
  if (found !== undefined) console.log(readOurs(found), readTheirs(found));
  process.exitCode = 1;
} else console.log(`${result.numRuns} agree, seed ${result.seed}`);
