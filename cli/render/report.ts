import type { Tally } from "../../lib/replay/tally.ts";
import type { ReplayTitle } from "./replay.ts";
export function formatReport(_tally: Tally, _title: ReplayTitle, _now: number): string {
  return "";
}
