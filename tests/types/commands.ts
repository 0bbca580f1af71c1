/** This code is not executed: it must not compile where it says so, and must elsewhere. */
import * as z from "zod/mini";
import { defineCommand } from "../../lib/commands/define-command.ts";
import { describeCommand } from "../../lib/commands/describe-command.ts";
import type { Decision } from "../../lib/decision.ts";
import { acknowledge } from "../../lib/replies/acknowledge.ts";
import { allowOrDeny } from "../../lib/replies/allow-or-deny.ts";
import type { Reply } from "../../lib/replies/reply.ts";

declare const decision: Decision;
declare const reply: Reply;

const common = {
  name: "Group.CallbackBeforeTest",
  page: "1047/0",
  reply: allowOrDeny({ codes: [10100, 10200] }),
  payload: () =>
    z.looseObject({
      Name: z.string(),
      Count: z.number(),
      Owner: z.optional(z.string()),
      List: z.array(z.looseObject({ Account: z.string(), Age: z.number() })),
    }),
} as const;

// Facets name a field of the payload that has their type, or compute one.
defineCommand({ ...common, facets: { name: "Name", owned: "Count", owner: "Owner" } });
defineCommand({ ...common, facets: { name: (payload) => payload.Name.trim() } });
defineCommand({ ...common, facets: { members: { each: "List", value: "Account" } } });
// @ts-expect-error: no such field
defineCommand({ ...common, facets: { name: "Nmae" } });
// @ts-expect-error: a number is no name
defineCommand({ ...common, facets: { name: "Count" } });
// @ts-expect-error: a text is no number
defineCommand({ ...common, facets: { owned: "Name" } });
// @ts-expect-error: a list is no account
defineCommand({ ...common, facets: { operator: "List" } });
// @ts-expect-error: it computes a number
defineCommand({ ...common, facets: { name: (payload) => payload.Count } });
// @ts-expect-error: no such field to compute from: a loose object's other keys are unknown
defineCommand({ ...common, facets: { name: (payload) => payload.Nmae } });
// @ts-expect-error: no such facet
defineCommand({ ...common, facets: { nmae: "Name" } });
// @ts-expect-error: known for every command, so no command reads it
defineCommand({ ...common, facets: { platform: "Name" } });
// @ts-expect-error: not a list
defineCommand({ ...common, facets: { members: { each: "Name", value: "Account" } } });
// @ts-expect-error: no such field of an item
defineCommand({ ...common, facets: { members: { each: "List", value: "Name" } } });
// @ts-expect-error: a number is no account
defineCommand({ ...common, facets: { members: { each: "List", value: "Age" } } });

// Targets come from a list, one by one.
const bare = { ...common, facets: {} } as const;
defineCommand({ ...bare, targets: { list: "List", facets: { target: "Account" } } });
// @ts-expect-error: not a list
defineCommand({ ...bare, targets: { list: "Name", facets: { target: "Account" } } });
// @ts-expect-error: no such field of an item
defineCommand({ ...bare, targets: { list: "List", facets: { target: "Name" } } });
// @ts-expect-error: each is a target: who?
defineCommand({ ...bare, targets: { list: "List", facets: {} } });
// @ts-expect-error: not a facet that belongs to one target
defineCommand({ ...bare, targets: { list: "List", facets: { target: "Account", name: "Account" } } });
// @ts-expect-error: targets have a place of their own
defineCommand({ ...common, facets: { target: "Name" } });

// What has happened is acknowledged, whatever anybody decides.
acknowledge().acknowledge();
// @ts-expect-error: it takes no decision
acknowledge().acknowledge(decision);
// @ts-expect-error: nor is there anything to answer one with
acknowledge().encode(decision, { targets: [], payload: {} });
// @ts-expect-error: a reply may be an acknowledgement: which phase?
reply.encode(decision, { targets: [], payload: {} });
if (reply.phase === "before") reply.encode(decision, { targets: [], payload: {} });

// Accounts that stand alone, or deeper down, are found by a function of the payload.
const single = () => z.looseObject({ Account: z.string(), Number: z.number() });
defineCommand({
  ...bare,
  payload: single,
  targets: { accounts: ({ Account }) => [Account] },
});
// @ts-expect-error: a number is no account
defineCommand({ ...bare, payload: single, targets: { accounts: ({ Number: n }) => [n] } });
// @ts-expect-error: items of which list?
defineCommand({ ...bare, payload: single, targets: { facets: { target: "Account" } } });

// A sample has what the schema requires, of its types.
const described = defineCommand({ ...bare, targets: { list: "List", facets: { target: "Account" } } });
const sample = { Name: "a", Count: 1, List: [{ Account: "b", Age: 2 }] };
describeCommand(described, { title: "Before a test", notes: [], sample });
// @ts-expect-error: the count is a number
describeCommand(described, { title: "Before a test", notes: [], sample: { ...sample, Count: "1" } });
// @ts-expect-error: a required list is missing
describeCommand(described, { title: "Before a test", notes: [], sample: { Name: "a", Count: 1 } });
