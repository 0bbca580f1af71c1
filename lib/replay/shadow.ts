import { type AuditView, readLineAccount } from "./audit-view.ts";
import { isRefused } from "./change.ts";
import type { ReplaySet } from "./replay-set.ts";

/** What a rule in shadow would have done. Counts are of requests: each line is weighted by the requests that it represents. */
export type ShadowTally = {
  readonly rule: string;
  covered: number;
  would: number;
  /** Of those, refused by other rules. */
  refusedAnyway: number;
  exempt: number;
  errors: number;
  readonly accounts: Map<string, number>;
  /** By the day, as milliseconds since the epoch. */
  readonly days: Map<number, number>;
};

export type ShadowReport = {
  readonly rules: readonly ShadowTally[];
  /** Lines read, and lines that another set decided, in which a rule may have been different. */
  lines: number;
  otherSets: number;
  isWeighted: boolean;
};

const DAY_MS = 86_400_000;
/** Names counted at most; requests of others count only in the total. */
const MAX_ACCOUNTS = 100_000;

export type ShadowCount = { readonly add: (line: AuditView) => void; readonly report: ShadowReport };

/** `names`: rules in shadow, by command. */
export function countShadows({ set }: ReplaySet, commandNames: Iterable<string>): ShadowCount {
  const tallies = new Map<string, ShadowTally>();
  const covering = new Map<string, ShadowTally[]>();
  for (const command of commandNames) {
    for (const { rule, mode, action } of set.rulesFor(command)) {
      if (mode !== "shadow" || action.kind === "observe") continue;
      const tally = tallies.get(rule) ?? createShadow(rule);
      tallies.set(rule, tally);
      covering.set(command, [...(covering.get(command) ?? []), tally]);
    }
  }
  const report: ShadowReport = { rules: [...tallies.values()], lines: 0, otherSets: 0, isWeighted: false };

  function add(line: AuditView): void {
    if (line.outcome !== "decided") return;
    const covered = covering.get(line.command);
    if (covered === undefined) return;
    report.lines++;
    if (line.set !== set.number) report.otherSets++;
    if (line.weight > 1) report.isWeighted = true;
    for (const tally of covered) countLine(tally, line);
  }
  return { add, report };
}

const createShadow = (rule: string): ShadowTally => ({
  ...{ rule, covered: 0, would: 0, refusedAnyway: 0, exempt: 0, errors: 0 },
  ...{ accounts: new Map(), days: new Map() },
});

function countLine(tally: ShadowTally, line: AuditView): void {
  const { weight, effects, verdict, time } = line;
  const own = effects.filter(({ rule }) => rule === tally.rule).map(({ effect }) => effect);
  tally.covered += weight;
  const day = Math.floor(time / DAY_MS) * DAY_MS;
  if (!tally.days.has(day)) tally.days.set(day, 0);
  if (own.includes("exempt")) tally.exempt += weight;
  if (own.includes("error")) tally.errors += weight;
  if (!own.some((effect) => effect.startsWith("would-"))) return;
  tally.would += weight;
  tally.days.set(day, (tally.days.get(day) ?? 0) + weight);
  if (isRefused(verdict)) tally.refusedAnyway += weight;
  const account = readLineAccount(line);
  if (account !== undefined && (tally.accounts.has(account) || tally.accounts.size < MAX_ACCOUNTS))
    tally.accounts.set(account, (tally.accounts.get(account) ?? 0) + weight);
}
