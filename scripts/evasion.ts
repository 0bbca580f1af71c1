/** Prints how much of the corpus in tests/text/corpus each kind of list finds, correctly and by mistake. */
import { formatEvasionTable, measureEvasion } from "./generate/evasion-docs.ts";

const { evasions, innocents } = measureEvasion();
console.log(`Evasions caught\n\n${formatEvasionTable(evasions, "written")}\n`);
console.log(`Innocent texts refused\n\n${formatEvasionTable(innocents, "language")}`);
