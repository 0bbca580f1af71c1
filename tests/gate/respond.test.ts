import { emptyFacets } from "../../lib/commands/facets.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { respond } from "../../lib/gate/respond.ts";
import { startTrace, type Trace } from "../../lib/gate/trace.ts";

const FRIENDS = "Sns.CallbackPrevFriendAdd";

/** A friend request to so many accounts, each refused with 500 characters. */
function refuseAll(count: number): () => unknown {
  const refusal = { rule: "p/r", code: 38_001, message: "n".repeat(500) };
  const targets = Array.from({ length: count }, (_, index) => ({ target: `u_${index}` }));
  const trace: Trace = {
    ...startTrace("r-1", 0),
    command: commands.get(FRIENDS),
    facets: { values: emptyFacets, targets, texts: [] },
  };
  const decision = { verdict: "partial", targets: targets.map(() => refusal) } as const;
  return () => respond({ kind: "decided", decision, effects: [] }, trace, "allow");
}

test("an answer over 5 MB, which Lambda would not take, is a fault", () => {
  expect(refuseAll(5_000)).not.toThrow();
  expect(refuseAll(10_000)).toThrow(RangeError);
});
