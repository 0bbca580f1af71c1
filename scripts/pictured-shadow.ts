import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashAccount } from "../tests/support/replay-sets.ts";

const DAY_MS = 24 * 60 * 60_000;
const END = Date.parse("2026-06-15T09:00:00Z");
const REQUESTS = 2_000;

/** The command that the picture of shadow mode shows. */
export const SHADOW_COMMAND = ["policy", "shadow", "--log", "week.log"];

/** The example policies, and a week of audit lines in which their rule in shadow mode would refuse some; deterministic. */
export function writeShadowWorld(folder: string): void {
  cpSync("policies", join(folder, "policies"), { recursive: true });
  const lines = Array.from({ length: REQUESTS }, (_, index) => createAuditLine(index));
  writeFileSync(join(folder, "week.log"), `${lines.join("\n")}\n`);
}

function createAuditLine(index: number): string {
  const isDenied = index % 61 === 0;
  return JSON.stringify({
    type: "audit",
    v: 1,
    time: new Date(END - ((REQUESTS - index) / REQUESTS) * 7 * DAY_MS).toISOString(),
    requestId: `r-${index}`,
    command: "Group.CallbackBeforeCreateGroup",
    outcome: "decided",
    decision: isDenied ? "deny" : "allow",
    code: isDenied ? 10102 : 0,
    passed: 7,
    ms: 1,
    effects: [
      ...(isDenied ? [{ rule: "creation/reserved-names", effect: "deny", facet: "name" }] : []),
      ...(index % 23 === 0
        ? [{ rule: "creation/too-many-groups", effect: "would-deny", facet: "operator" }]
        : []),
    ],
    facets: { operator: hashAccount(`u_${(index * index) % 37}`), groupType: "Public" },
  });
}
