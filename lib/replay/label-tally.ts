/**
 * The requests of one label, in a form that can be merged: a request and the later report about it may be in
 * different parts of an input, and are joined only when all parts are merged. Keys are hashes.
 */
export type LabelTally = {
  /** Milliseconds. */
  readonly within: number;
  /** Requests that a set refuses, by key. */
  readonly refused: Sketch<RefusedRequest>;
  /** Times of those that neither refuses, by key. */
  readonly passed: Sketch<number>;
  /** When each key was first reported. */
  readonly told: Sketch<number>;
  /** Requests and reports without a key: its fields are missing, or the input lacks the payload. */
  unkeyed: number;
};

export type RefusedRequest = {
  readonly time: number;
  readonly requestId: string;
  readonly wasRefused: boolean;
  readonly isRefused: boolean;
  /** Rules that make the difference. */
  readonly causes: readonly string[];
};

/** All entries, or those with the smallest keys, which do not depend on how the input is split. */
export type Sketch<Value> = { entries: Record<string, Value>; isCut: boolean };

/** Keys kept of each kind: more are a sample. */
export const MAX_REFUSED_KEYS = 50_000;
const MAX_TOLD_KEYS = 50_000;
const MAX_PASSED_KEYS = 20_000;

const createSketch = <Value>(): Sketch<Value> => ({ entries: {}, isCut: false });

export const createLabelTally = (within: number): LabelTally => ({
  ...{ within, unkeyed: 0 },
  ...{ refused: createSketch(), passed: createSketch(), told: createSketch() },
});

/** A request that comes twice, as Chat may send one again, counts as the earlier one. */
export function addRefused({ refused: { entries } }: LabelTally, key: string, request: RefusedRequest): void {
  const known = entries[key];
  if (known === undefined || compareRequests(request, known) < 0) entries[key] = request;
}

const compareRequests = (a: RefusedRequest, b: RefusedRequest) =>
  a.time - b.time || compareTexts(formatOrder(a), formatOrder(b));
const formatOrder = ({ requestId, wasRefused, isRefused, causes }: RefusedRequest) =>
  JSON.stringify([requestId, wasRefused, isRefused, causes]);

export const addPassed = ({ passed }: LabelTally, key: string, time: number) =>
  addEarliest(passed, key, time);
export const addTold = ({ told }: LabelTally, key: string, time: number) => addEarliest(told, key, time);

function addEarliest({ entries }: Sketch<number>, key: string, time: number): void {
  const known = entries[key];
  if (known === undefined || time < known) entries[key] = time;
}

/** Merges into the first; both must be for the same label. */
export function mergeLabelTally(into: LabelTally, from: LabelTally): void {
  into.unkeyed += from.unkeyed;
  for (const [key, request] of Object.entries(from.refused.entries)) addRefused(into, key, request);
  for (const [key, time] of Object.entries(from.passed.entries)) addPassed(into, key, time);
  for (const [key, time] of Object.entries(from.told.entries)) addTold(into, key, time);
  for (const name of ["refused", "passed", "told"] as const) into[name].isCut ||= from[name].isCut;
}

/** Keeps the bounds. */
export function finishLabelTally({ refused, passed, told }: LabelTally): void {
  pruneSketch(refused, MAX_REFUSED_KEYS);
  pruneSketch(passed, MAX_PASSED_KEYS);
  pruneSketch(told, MAX_TOLD_KEYS);
}

function pruneSketch<Value>(sketch: Sketch<Value>, most: number): void {
  const keys = Object.keys(sketch.entries);
  if (keys.length <= most) return;
  const kept = keys.sort(compareTexts).slice(0, most);
  sketch.entries = Object.fromEntries(kept.map((key) => [key, sketch.entries[key] as Value])); // its own keys
  sketch.isCut = true;
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What a label says of the requests of a replay. */
export type LabelSummary = {
  readonly id: string;
  /** Some counts are computed from a part of the keys. */
  readonly isEstimate: boolean;
  /** Requests with the label: all, refused under the one set, and under the other. */
  readonly labelled: { readonly requests: number; readonly before: number; readonly after: number };
  readonly newlyRefused: LabelledCount;
  readonly newlyAllowed: LabelledCount;
  /** Of newly refused requests, by the rule that makes the difference. */
  readonly rules: Readonly<Record<string, LabelledCount>>;
  /** Ids of newly refused requests without the label. */
  readonly unlabelled: readonly string[];
  readonly unkeyed: number;
};

/** `labelled` of them have the label. */
export type LabelledCount = { readonly requests: number; readonly labelled: number };

const MAX_EXAMPLES = 5;

export function summarizeLabels(labels: Readonly<Record<string, LabelTally>>): readonly LabelSummary[] {
  return Object.entries(labels)
    .map(([id, tally]) => summarizeLabel(id, tally))
    .sort((a, b) => compareTexts(a.id, b.id));
}

function summarizeLabel(id: string, tally: LabelTally): LabelSummary {
  const { refused, passed, told, within, unkeyed } = tally;
  const refusedShare = findKeptShare(refused, told);
  const passedShare = findKeptShare(passed, told);
  const hasLabel = (key: string, time: number) => {
    const at = Object.hasOwn(told.entries, key) ? told.entries[key] : undefined;
    return at !== undefined && at >= time && at - time <= within;
  };
  const counted = countRefused(refused, refusedShare, hasLabel);
  const { newlyRefused, newlyAllowed, rules, unlabelled } = counted;
  const scaleUp = (count: number) => Math.round(count / refusedShare);
  const scaleAll = ({ requests, labelled }: LabelledCount) => ({
    requests: scaleUp(requests),
    labelled: scaleUp(labelled),
  });
  const labelledPassed = countPassed(tally, passedShare, hasLabel);
  const all = scaleUp(counted.either) + Math.round(labelledPassed / passedShare);
  return {
    ...{ id, isEstimate: refusedShare < 1 || passedShare < 1 },
    labelled: { requests: all, before: scaleUp(counted.before), after: scaleUp(counted.after) },
    ...{ newlyRefused: scaleAll(newlyRefused), newlyAllowed: scaleAll(newlyAllowed) },
    rules: Object.fromEntries([...rules].map(([rule, count]) => [rule, scaleAll(count)])),
    ...{ unlabelled, unkeyed },
  };
}

type HasLabel = (key: string, time: number) => boolean;

/** Of the requests that a set refused: those with the label, and those whose decision changes. */
function countRefused(refused: LabelTally["refused"], share: number, hasLabel: HasLabel) {
  const [newlyRefused, newlyAllowed] = [createCount(), createCount()];
  const rules = new Map<string, ReturnType<typeof createCount>>();
  const unlabelled: string[] = [];
  let [before, after, either] = [0, 0, 0];
  for (const key of listKept(refused, share)) {
    const request = refused.entries[key];
    if (request === undefined) continue;
    const { time, requestId, wasRefused, isRefused, causes } = request;
    const isLabelled = hasLabel(key, time);
    if (isLabelled) {
      either++;
      if (wasRefused) before++;
      if (isRefused) after++;
    }
    if (wasRefused === isRefused) continue;
    countRequest(isRefused ? newlyRefused : newlyAllowed, isLabelled);
    if (!isRefused) continue;
    for (const rule of causes) {
      const ofRule = rules.get(rule) ?? createCount();
      rules.set(rule, ofRule);
      countRequest(ofRule, isLabelled);
    }
    if (!isLabelled && unlabelled.length < MAX_EXAMPLES) unlabelled.push(requestId);
  }
  return { before, after, either, newlyRefused, newlyAllowed, rules, unlabelled };
}

/** Those with the label; the same request, refused at another time, is counted there. */
function countPassed({ passed, refused }: LabelTally, share: number, hasLabel: HasLabel): number {
  let labelled = 0;
  for (const key of listKept(passed, share)) {
    const time = passed.entries[key];
    if (time !== undefined && !Object.hasOwn(refused.entries, key) && hasLabel(key, time)) labelled++;
  }
  return labelled;
}

const createCount = () => ({ requests: 0, labelled: 0 });

function countRequest(into: { requests: number; labelled: number }, isLabelled: boolean): void {
  into.requests++;
  if (isLabelled) into.labelled++;
}

/** Hex digits that are compared, and how many values they have. */
const DIGITS = 12;
const VALUES = 16 ** DIGITS;
const readPlace = (key: string) => (Number.parseInt(key.slice(0, DIGITS), 16) + 1) / VALUES;

/** The share of all keys, 0 to 1, of which both sketches hold what there was. */
function findKeptShare(...sketches: readonly Sketch<unknown>[]): number {
  const ends = sketches.map(({ entries, isCut }) =>
    isCut ? Object.keys(entries).reduce((most, key) => Math.max(most, readPlace(key)), 0) : 1,
  );
  return Math.min(1, ...ends);
}

function listKept<Value>({ entries }: Sketch<Value>, share: number): readonly string[] {
  const keys =
    share < 1 ? Object.keys(entries).filter((key) => readPlace(key) <= share) : Object.keys(entries);
  return keys.sort(compareTexts);
}
