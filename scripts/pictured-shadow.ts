import { createHash } from "node:crypto";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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
  const wouldDeny =
    index % 23 === 0 ? [{ rule: "creation/too-many-groups", effect: "would-deny", facet: "operator" }] : [];
  const denied = index % 61 === 0 ? [{ rule: "creation/reserved-names", effect: "deny", facet: "name" }] : [];
  return JSON.stringify({
    ...{
      type: "audit",
      v: 1,
      time: new Date(END - ((REQUESTS - index) / REQUESTS) * 7 * DAY_MS).toISOString(),
    },
    ...{ requestId: `r-${index}`, command: "Group.CallbackBeforeCreateGroup", outcome: "decided" },
    ...{
      decision: denied.length > 0 ? "deny" : "allow",
      code: denied.length > 0 ? 10102 : 0,
      passed: 7,
      ms: 1,
    },
    effects: [...denied, ...wouldDeny],
    facets: { operator: hashAccount((index * index) % 37), groupType: "Public" },
  });
}

/** As long as in an audit line. */
const hashAccount = (account: number) => createHash("sha256").update(`${account}`).digest("hex").slice(0, 16);
