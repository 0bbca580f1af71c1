import type { Change } from "./change.ts";
import { createLabelTally, finishLabelTally, type LabelTally, mergeLabelTally } from "./label-tally.ts";

/** Counts and bottom-k samples: a plain value, and any two can be merged. Any partition of an input gives the same. */
export type Tally = {
  readonly v: 1;
  requests: number;
  refusedBefore: number;
  refusedAfter: number;
  changes: ChangeCounts;
  cannotTell: number;
  /** What was replayed: recordings and events hold all of a request, audit lines a part. */
  readonly grades: Record<Grade, number>;
  /** Lines that were not replayed, by reason. */
  readonly skipped: Record<string, number>;
  readonly commands: Record<string, CommandTally>;
  readonly rules: Record<string, RuleTally>;
  /** By hash; those with the smallest ones if there are too many. */
  readonly accounts: Record<string, ChangeCounts>;
  /** By the hour, as milliseconds since the epoch: how many came, were refused before, and after. */
  readonly hours: Record<string, HourCounts>;
  /** By `<change> <rule>`: those with the smallest hashes. */
  readonly samples: Record<string, readonly Sample[]>;
  /** By the label's id. */
  readonly labels: Record<string, LabelTally>;
  first: number | undefined;
  last: number | undefined;
  /** Some lines represented several requests. */
  isWeighted: boolean;
};

export type Grade = "recording" | "event" | "audit";
type HourCounts = [requests: number, before: number, after: number];
export type ChangeCounts = { newlyRefused: number; newlyAllowed: number; answeredOtherwise: number };
export type CommandTally = ChangeCounts & { requests: number; cannotTell: number };
export type RuleTally = ChangeCounts & {
  /** Newly refused requests that no other rule refuses. */
  onlyByIt: number;
  cannotTell: number;
  /** The facets that are needed to decide. */
  readonly missing: Record<string, number>;
  /** By command: requests that it refuses under the new set, whatever the old one did. */
  readonly refuses: Record<string, number>;
};

export type Sample = {
  /** Of the request's id. */
  readonly hash: number;
  readonly requestId: string;
  readonly time: number;
  readonly command: string;
  readonly account: string | undefined;
  readonly before: string;
  readonly after: string;
  readonly facet: string | undefined;
  /** Texts of the request; only if requested. */
  readonly text?: string;
};

/** How both sets decided one request. */
export type Observation = {
  readonly requestId: string;
  readonly time: number;
  readonly command: string;
  readonly weight: number;
  readonly grade: Grade;
  readonly wasRefused: boolean;
  /** `undefined`: unknown. */
  readonly isRefused: boolean | undefined;
  readonly change: Change | "cannot-tell";
  readonly causes: readonly string[];
  /** Those that refuse it now. */
  readonly refusing: readonly string[];
  /** By rule: facets that the input lacks. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  /** Called only if something changed. */
  readonly describe: () => Pick<Sample, "account" | "before" | "after" | "facet" | "text">;
};

const MAX_SAMPLES = 5;
const MAX_ACCOUNTS = 200_000;
/** Bounds the number of hours, since a recording may hold any time. */
const MAX_HOURS = 24 * 400;
const HOUR_MS = 3_600_000;

export const createTally = (): Tally => ({
  ...{ v: 1, requests: 0, refusedBefore: 0, refusedAfter: 0, cannotTell: 0 },
  changes: createChangeCounts(),
  grades: createGrades(),
  ...{ skipped: {}, commands: {}, rules: {}, accounts: {}, hours: {}, samples: {}, labels: {} },
  ...{ first: undefined, last: undefined, isWeighted: false },
});

const createChangeCounts = (): ChangeCounts => ({ newlyRefused: 0, newlyAllowed: 0, answeredOtherwise: 0 });
const createGrades = (): Record<Grade, number> => ({ recording: 0, event: 0, audit: 0 });
const createCommandTally = (): CommandTally => ({ ...createChangeCounts(), requests: 0, cannotTell: 0 });
const createHourCounts = (): HourCounts => [0, 0, 0];
const createRuleTally = (): RuleTally => ({
  ...createChangeCounts(),
  onlyByIt: 0,
  cannotTell: 0,
  missing: {},
  refuses: {},
});

const fields = {
  "newly-refused": "newlyRefused",
  "newly-allowed": "newlyAllowed",
  "answered-otherwise": "answeredOtherwise",
} as const;

/** The record's own entry; names are rules', commands' and hashes, and a rule may be called `constructor`. */
function upsertEntry<T>(record: Record<string, T>, key: string, create: () => T): T {
  const found = Object.hasOwn(record, key) ? record[key] : undefined;
  if (found !== undefined) return found;
  const made = create();
  record[key] = made;
  return made;
}

export function addSkipped({ skipped }: Tally, why: string): void {
  skipped[why] = (skipped[why] ?? 0) + 1;
}

export function addObservation(tally: Tally, observation: Observation): void {
  const { command, weight, grade, time, wasRefused, isRefused, change } = observation;
  const ofCommand = upsertEntry(tally.commands, command, createCommandTally);
  const hour = upsertEntry(tally.hours, String(Math.floor(time / HOUR_MS) * HOUR_MS), createHourCounts);
  tally.requests += weight;
  tally.grades[grade] += weight;
  ofCommand.requests += weight;
  hour[0] += weight;
  if (weight > 1) tally.isWeighted = true;
  if (tally.first === undefined || time < tally.first) tally.first = time;
  if (tally.last === undefined || time > tally.last) tally.last = time;
  if (wasRefused) {
    tally.refusedBefore += weight;
    hour[1] += weight;
  }
  // A refusal that is unknown stays what it was.
  if (isRefused ?? wasRefused) {
    tally.refusedAfter += weight;
    hour[2] += weight;
  }
  for (const rule of observation.refusing) {
    const { refuses } = upsertEntry(tally.rules, rule, createRuleTally);
    refuses[command] = (refuses[command] ?? 0) + weight;
  }
  if (change === "same") return;
  if (change === "cannot-tell") {
    tally.cannotTell += weight;
    ofCommand.cannotTell += weight;
    for (const [rule, facets] of observation.missing) {
      const ofRule = upsertEntry(tally.rules, rule, createRuleTally);
      ofRule.cannotTell += weight;
      for (const facet of facets) ofRule.missing[facet] = (ofRule.missing[facet] ?? 0) + weight;
    }
    return;
  }
  countChange(tally, ofCommand, observation, fields[change]);
}

function countChange(
  tally: Tally,
  ofCommand: CommandTally,
  observation: Observation,
  field: keyof ChangeCounts,
): void {
  const { weight, causes, change, requestId, time, command } = observation;
  tally.changes[field] += weight;
  ofCommand[field] += weight;
  const described = observation.describe();
  const { account } = described;
  if (account !== undefined) {
    upsertEntry(tally.accounts, account, createChangeCounts)[field] += weight;
  }
  const sample = { hash: hashId(requestId), requestId, time, command, ...described };
  for (const rule of causes) {
    const ofRule = upsertEntry(tally.rules, rule, createRuleTally);
    ofRule[field] += weight;
    if (field === "newlyRefused" && causes.length === 1) ofRule.onlyByIt += weight;
    const key = `${change} ${rule}`;
    tally.samples[key] = keepSmallest([...(tally.samples[key] ?? []), sample]);
  }
}

export function mergeTallies(tallies: readonly Tally[]): Tally {
  const whole = createTally();
  for (const tally of tallies) {
    for (const name of ["requests", "refusedBefore", "refusedAfter", "cannotTell"] as const)
      whole[name] += tally[name];
    addNumbers(whole.changes, tally.changes);
    addNumbers(whole.grades, tally.grades);
    addNumbers(whole.skipped, tally.skipped);
    for (const [name, counts] of Object.entries(tally.commands))
      addNumbers(upsertEntry(whole.commands, name, createCommandTally), counts);
    for (const [name, { missing, refuses, ...counts }] of Object.entries(tally.rules)) {
      const rule = upsertEntry(whole.rules, name, createRuleTally);
      const { missing: allMissing, refuses: allRefuses, ...own } = rule;
      addNumbers(own, counts);
      Object.assign(rule, own);
      addNumbers(allMissing, missing);
      addNumbers(allRefuses, refuses);
    }
    for (const [name, counts] of Object.entries(tally.accounts))
      addNumbers(upsertEntry(whole.accounts, name, createChangeCounts), counts);
    for (const [hour, [requests, before, after]] of Object.entries(tally.hours)) {
      const counts = upsertEntry(whole.hours, hour, createHourCounts);
      counts[0] += requests;
      counts[1] += before;
      counts[2] += after;
    }
    for (const [key, samples] of Object.entries(tally.samples))
      whole.samples[key] = keepSmallest([...(whole.samples[key] ?? []), ...samples]);
    for (const [id, label] of Object.entries(tally.labels))
      mergeLabelTally(
        upsertEntry(whole.labels, id, () => createLabelTally(label.within)),
        label,
      );
    whole.first = chooseDefined(whole.first, tally.first, Math.min);
    whole.last = chooseDefined(whole.last, tally.last, Math.max);
    whole.isWeighted ||= tally.isWeighted;
  }
  return finishTally(whole);
}

/** Applies the bounds. Called before tallies are compared, merged or written, and regularly while one grows. */
export function finishTally(tally: Tally): Tally {
  pruneAccounts(tally);
  pruneHours(tally);
  for (const label of Object.values(tally.labels)) finishLabelTally(label);
  return tally;
}

function addNumbers(into: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(from))
    into[name] = (Object.hasOwn(into, name) ? (into[name] ?? 0) : 0) + value;
}

function chooseDefined(
  a: number | undefined,
  b: number | undefined,
  choose: (...values: number[]) => number,
): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : choose(a, b);
}

/** The smallest k, which do not depend on how the input is split. */
function keepSmallest(samples: readonly Sample[]): readonly Sample[] {
  if (samples.length === 1) return samples;
  const compareSamples = (a: Sample, b: Sample) =>
    a.hash - b.hash || compareTexts(formatSampleOrder(a), formatSampleOrder(b));
  return samples.toSorted(compareSamples).slice(0, MAX_SAMPLES);
}

const formatSampleOrder = ({ requestId, time, command }: Sample) => `${requestId} ${time} ${command}`;
const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function pruneAccounts({ accounts }: Tally): void {
  const names = Object.keys(accounts);
  if (names.length <= MAX_ACCOUNTS) return;
  for (const name of names.sort(compareTexts).slice(MAX_ACCOUNTS)) delete accounts[name];
}

function pruneHours({ hours }: Tally): void {
  const names = Object.keys(hours);
  if (names.length <= MAX_HOURS) return;
  for (const name of names.sort((a, b) => Number(b) - Number(a)).slice(MAX_HOURS)) delete hours[name];
}

/** FNV-1a with mixed bits: samples are uniform and deterministic. */
function hashId(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
