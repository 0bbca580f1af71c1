import fc from "fast-check";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Decision, Refusal } from "../../lib/decision.ts";
import type { Meaning } from "../../lib/replies/envelope.ts";
import type { Refusing, ReplyContext } from "../../lib/replies/reply.ts";
import { readSample } from "../support/fixtures.ts";
import { testRows } from "../support/table.ts";

const refusing = [...commands.values()].flatMap(({ name, reply }) =>
  reply.phase === "before" ? [{ name, reply }] : [],
);
const acknowledging = [...commands.values()].flatMap(({ name, reply }) =>
  reply.phase === "after" ? [{ name, reply }] : [],
);

/** A decision that evaluation can come to for this reply, and the request that it is about. */
function anyDecision(name: string, reply: Refusing): fc.Arbitrary<[Decision, ReplyContext]> {
  const [from, to] = reply.codes ?? [reply.defaultCode, reply.defaultCode];
  const refusal: fc.Arbitrary<Refusal> = fc.record({
    rule: fc.constant("doc/r"),
    code: fc.constantFrom(reply.defaultCode, from, to),
    message: fc.string(),
  });
  const payload = readSample(name);
  return fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }).chain((targets) => {
    const all = fc.tuple(...targets.map(() => refusal));
    const some = fc
      .tuple(...targets.map(() => fc.option(refusal, { nil: undefined })))
      .filter((refusals) => refusals.some((one) => one !== undefined));
    const allow = fc.constant<Decision>({ verdict: "allow" });
    const deny = fc
      .tuple(refusal, all)
      .map(([whole, each]): Decision => ({ verdict: "deny", refusal: whole, targets: each }));
    const partial = some.map((each): Decision => ({ verdict: "partial", targets: each }));
    const drop = fc.constant<Decision>({ verdict: "drop", rule: "doc/r" });
    const mask = fc.constant<Decision>({ verdict: "mask", texts: ["masked by the test"] });
    const possible = [
      allow,
      deny,
      ...(reply.partialDenial !== null && targets.length > 0 ? [partial] : []),
      ...(reply.actions.includes("drop") ? [drop, mask] : []),
    ];
    return fc.tuple(fc.oneof(...possible), fc.constant({ targets, payload }));
  });
}

/** What Chat makes of the decision; stated without looking at how it is written. */
function expectMeaning({ partialDenial }: Refusing, decision: Decision, { targets }: ReplyContext): Meaning {
  const refusals = "targets" in decision ? decision.targets : targets.map(() => undefined);
  if (partialDenial === "coded") {
    if (decision.verdict === "deny" && targets.length === 0)
      return { verdict: "fail", code: 38000, targetCodes: [], refused: [] };
    const refused = targets.filter((_, index) => refusals[index] !== undefined);
    const isWhole = refused.length === targets.length;
    return {
      verdict: refused.length === 0 ? "allow" : isWhole ? "deny" : "partial",
      code: 0,
      targetCodes: targets.map((_, index) => refusals[index]?.code ?? 0),
      refused,
    };
  }
  const codes = { deny: decision.verdict === "deny" ? decision.refusal.code : 0, drop: 2 };
  const code = decision.verdict === "deny" || decision.verdict === "drop" ? codes[decision.verdict] : 0;
  const named = targets.filter((_, index) => decision.verdict === "partial" && refusals[index] !== undefined);
  return { verdict: decision.verdict, code, targetCodes: [], refused: [...new Set(named)] };
}

testRows(refusing, "$name: what is encoded is decoded as it was meant", ({ name, reply }) => {
  fc.assert(
    fc.property(anyDecision(name, reply), ([decision, context]) => {
      const envelope = reply.encode(decision, context);
      expect(reply.decode(envelope, context)).toEqual(expectMeaning(reply, decision, context));
      const received = JSON.parse(JSON.stringify(envelope));
      expect(reply.decode(received, context)).toEqual(expectMeaning(reply, decision, context));
    }),
    { numRuns: 50 },
  );
});

test("every after-command's answer means that it goes on", () => {
  const context = { targets: [], payload: {} };
  const meanings = acknowledging.map(({ reply }) => reply.decode(reply.acknowledge(), context));
  expect(new Set(meanings.map((meaning) => JSON.stringify(meaning)))).toEqual(
    new Set(['{"verdict":"allow","code":0,"targetCodes":[],"refused":[]}']),
  );
});
