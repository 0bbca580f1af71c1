import { parseKnownJson } from "../../lib/json.ts";
import type { PolicyDocument } from "../../lib/policy/document.ts";
import { expireEntries } from "../../lib/policy-set/expire-entries.ts";
import { parseManifest } from "../../lib/policy-set/manifest.ts";
import { listChangesBetween } from "./changes.ts";
import { isListDocument, joinDocuments, type StageDocument } from "./documents.ts";
import { readEarlierSet } from "./earlier-set.ts";
import type { StageState } from "./stage-state.ts";
import type { StageStore } from "./stage-store.ts";

/** The prefix of a reason written by an incident command (`list add`, `policy pause`, …). */
const ACTIONS = ["list add", "list remove", "policy mode", "policy pause"] as const;

export const formatIncidentReason = (action: (typeof ACTIONS)[number], what: string, reason: string) =>
  `${action} ${what}: ${reason}`;

export type DroppedChanges = {
  /** `set 5 (list add barred: Spam wave, by mira)` */
  readonly sets: readonly string[];
  readonly documents: readonly string[];
};

/** What the incident path changed at the stage since the last push, and `next` would undo; undefined: nothing. */
export async function findDroppedChanges(
  store: StageStore,
  before: StageState,
  next: readonly StageDocument[],
  now: number,
): Promise<DroppedChanges | undefined> {
  const newest = before.listed.find(({ name }) => name === "manifest");
  if (newest === undefined || !isIncident(newest.value)) return undefined;
  const history = (await store.versions("manifest")).toReversed();
  const length = history.findIndex(({ value }) => !isIncident(value));
  const base = length < 0 ? undefined : await readEarlierSet(store, Number(history[length]?.version));
  const sets = history.slice(0, length < 0 ? history.length : length).map(({ version, value }) => {
    const { by, reason } = parseManifest(value) ?? { by: "somebody", reason: "" };
    return `set ${version} (${reason}, by ${by})`;
  });
  const dropAllEnded = (documents: readonly StageDocument[]) =>
    documents.map((document) => dropEnded(document, now));
  const inForce = dropAllEnded(joinDocuments(before.inForce));
  const wanted = new Map(dropAllEnded(next).map(({ name, value }) => [name, value]));
  const changes = listChangesBetween(base?.kind === "had" ? dropAllEnded(base.documents) : [], inForce);
  const dropped = changes.filter(({ document, lines }) => {
    const stands = splitLines(document, wanted.get(document));
    return lines.some(
      ({ sign, text }) => (sign === "+" && !stands.has(text)) || (sign === "-" && stands.has(text)),
    );
  });
  return dropped.length === 0 ? undefined : { sets, documents: dropped.map(({ document }) => document) };
}

function isIncident(manifest: string): boolean {
  const { reason = "" } = parseManifest(manifest) ?? {};
  return ACTIONS.some((action) => reason.startsWith(`${action} `));
}

/** Expired entries and pauses are ignored: removing them changes no decision. */
function dropEnded({ name, value }: StageDocument, now: number): StageDocument {
  if (isListDocument(name)) {
    const [current] = expireEntries([{ name, value, version: "" }], now);
    const lines = (current?.value ?? value).split("\n").filter((line) => !line.startsWith("# expired: "));
    return { name, value: lines.join("\n") };
  }
  if (!name.startsWith("policies/")) return { name, value };
  const content = parseKnownJson(value) as PolicyDocument; // of a set that was checked
  const rules = content.rules.map((rule) => {
    const { pause, ...rest } = rule;
    return pause === undefined || Date.parse(pause.until) > now ? rule : rest;
  });
  return { name, value: JSON.stringify({ ...content, rules }) };
}

/** The lines that a difference shows: entries, or lines of YAML. */
function splitLines(document: string, value: string | undefined): ReadonlySet<string> {
  if (value === undefined) return new Set();
  const [added] = listChangesBetween([], [{ name: document, value }]);
  return new Set(added?.lines.map(({ text }) => text));
}
