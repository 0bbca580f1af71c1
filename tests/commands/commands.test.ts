import { readFacets } from "../../lib/callback/read-facets.ts";
import { listMappedFacets } from "../../lib/commands/facet-reading.ts";
import { emptyFacets, type FacetValue } from "../../lib/commands/facets.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { fixtures } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const ok = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };

test("every command has a fixture, and every fixture a command", () => {
  expect(fixtures.map(({ command }) => command.name).sort()).toEqual([...commands.keys()].sort());
});

describe.each(fixtures)("$command.name", (fixture) => {
  const { command, sample } = fixture;
  const { name } = command;

  test("without a policy the sample is answered as documented", async () => {
    const { gate, outcomes } = createTestGate();
    const answer = await gate(createCallbackEvent({ command: name, body: sample }), "r");
    expect(outcomes[0]?.ending.kind).toBe("decided");
    expect(outcomes[0]?.drift).toEqual([]);
    expect(answer.status).toBe(200);
    expect(answer.envelope).toEqual({ ...ok, ...fixture.answer });
  });

  test("the sample's facets", () => {
    const circumstances = { platform: "Web", clientIp: "", sdkAppId: 1, now: 0 };
    const { values } = readFacets(command, sample, circumstances);
    const names =
      command.targets === undefined
        ? listMappedFacets(command)
        : [...listMappedFacets(command), "targets" as const];
    const there = names.filter((facet) => !isEmpty(values[facet], emptyFacets[facet]));
    const shown = there.map((facet) => [
      facet,
      values[facet] instanceof Date ? values[facet].toISOString() : values[facet],
    ]);
    expect(Object.fromEntries(shown)).toEqual(fixture.facets);
  });

  if (fixture.cases.length > 0)
    testRows(fixture.cases, async (row) => {
      const rules = row.rules.map((rule) => ({ ...rule, on: name }));
      const { gate, outcomes } = createTestGate({
        policies: { rules: { rules } },
        ...(row.lists ? { lists: row.lists } : {}),
      });
      const body = laidOver(sample, row.change ?? {});
      const answer = await gate(
        createCallbackEvent({ command: name, body, ...(row.query ? { query: row.query } : {}) }),
        "r",
      );
      expect(outcomes[0]?.ending).toMatchObject({ kind: "decided" });
      expect(answer.envelope).toEqual({ ...ok, ...row.expect });
    });
});

test("every before-command has a refusing and an exempting case, and a partial one if it can", () => {
  for (const { command, cases } of fixtures) {
    const { reply } = command;
    if (reply.phase === "after") continue;
    const names = cases.map(({ expect: { ErrorCode, ...rest } }) =>
      ErrorCode ? "refused" : Object.keys(rest).join(),
    );
    const exempting = cases.filter(({ rules }) => rules.some(({ unless }) => unless !== undefined));
    const refusing =
      reply.partialDenial === "coded" ? names.includes("ResultItem") : names.includes("refused");
    expect({ command: command.name, refusing, exempting: exempting.length > 0 }).toEqual({
      command: command.name,
      refusing: true,
      exempting: true,
    });
    // A refusal of single targets that the reply cannot express would be lost.
    if (command.targets !== undefined) expect([command.name, reply.partialDenial]).not.toContain(null);
    if (reply.partialDenial === "named") expect(names).toContainEqual(expect.stringMatching(/^Refused/));
  }
});

function isEmpty(value: FacetValue, empty: FacetValue): boolean {
  return JSON.stringify(value) === JSON.stringify(empty);
}

function laidOver(sample: object, change: object): object {
  return Object.fromEntries(
    Object.entries({ ...sample, ...change }).filter(([, value]) => value !== undefined),
  );
}
