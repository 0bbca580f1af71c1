import type { Tally } from "./tally.ts";

/** The same counts sorted by name, so that equal tallies are equal as text. */
export function orderTally(tally: Tally): Tally {
  const { skipped, commands, rules, accounts, hours, samples } = tally;
  return {
    ...tally,
    ...{ skipped: orderKeys(skipped), commands: orderKeys(commands), accounts: orderKeys(accounts) },
    ...{ hours: orderKeys(hours), samples: orderKeys(samples) },
    rules: orderKeys(
      Object.fromEntries(
        Object.entries(rules).map(([name, rule]) => [
          name,
          { ...rule, missing: orderKeys(rule.missing), refuses: orderKeys(rule.refuses) },
        ]),
      ),
    ),
  };
}

function orderKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
