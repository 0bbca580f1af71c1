import { lintTolerance } from "../../lib/authoring/lint.ts";
import { formatKilobytes } from "../../lib/authoring/messages/message.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { diagnose } from "../../lib/policy/cel/advise.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { formatManifest } from "../../lib/policy-set/manifest.ts";
import { formatPack } from "../../lib/policy-set/pack.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { locateStageSettings } from "../policies.ts";
import { placeAtStage } from "./diagnosis.ts";
import {
  ADVANCED_BYTES,
  isListDocument,
  LARGE_LIST_BYTES,
  type ListToStore,
  listToStore,
  STANDARD_BYTES,
  type StageDocument,
  splitDocument,
} from "./documents.ts";
import { estimateColdRead, READ_BUDGET_MS } from "./read-budget.ts";

export type Review = {
  /** Why it may not be pushed; none: it may. */
  readonly refusals: readonly Diagnostic[];
  /** What it costs, and where lists are split. */
  readonly notes: readonly string[];
  /** What is to be stored, under the names of parameters. */
  readonly parameters: readonly StageDocument[];
  /** What is to be stored in the bucket. */
  readonly objects: readonly ListToStore[];
};

/** Where large lists may go, as the deployed stack says. */
export type LargeLists = {
  /** Undefined: the stack has none. */
  readonly bucket: string | undefined;
  /** The highest manifest format that the deployed function reads. */
  readonly readerFormat: number;
};

export type ReviewContext = {
  readonly stage: string;
  /** Where the documents are from, for messages. */
  readonly directory: string;
  /** Goes past what is doubtful, never past what the gate would refuse. */
  readonly force: boolean;
  readonly by: string;
  readonly reason: string;
  readonly largeLists: LargeLists;
};

/** A set as it would be at the stage: checked as the gate checks it, and as SSM can hold it. */
export function reviewSet(documents: readonly StageDocument[], context: ReviewContext): Review {
  const { stage, directory, force } = context;
  const notes: string[] = [];
  if (!documents.some(({ name }) => name === "settings")) {
    const details = { stage, file: locateStageSettings(directory, stage) };
    const refusals = [placeAtStage({ code: "stage-settings-missing", details }, "error")];
    return { refusals, notes, parameters: [], objects: [] };
  }
  const checked = checkSet(
    documents.map((document) => ({ ...document, version: "0" })),
    commands,
    sha256,
    diagnose,
  );
  const refusals = [
    ...checked.diagnostics,
    ...(checked.settings?.events ?? [])
      .filter(({ to }) => to.startsWith("file:"))
      .map(({ to }) => placeAtStage({ code: "destination-local", token: to }, "error", "settings")),
    ...(force ? [] : listDoubts(documents, checked.settings, directory)),
  ];

  const parameters: StageDocument[] = [];
  const objects: ListToStore[] = [];
  for (const document of documents) {
    const placed = placeList(document, context.largeLists);
    if (placed.note !== undefined) notes.push(placed.note);
    if (placed.bucket !== undefined) {
      objects.push(listToStore(document, placed.bucket));
      continue;
    }
    const split = splitDocument(document);
    if (split.kind === "too-large") {
      refusals.push(placeAtStage(split.found, "error", document.name));
      continue;
    }
    const bracing = split.parameters.filter(hasBraces);
    refusals.push(...bracing.map(({ name }) => placeAtStage({ code: "list-braces" }, "error", name)));
    parameters.push(...split.parameters);
    const note = noteOn(document, split.parameters);
    if (note !== undefined) notes.push(note);
  }
  const size = measureManifest(parameters, objects, context);
  if (size > ADVANCED_BYTES) {
    const details = { bytes: size, limit: ADVANCED_BYTES };
    refusals.push(placeAtStage({ code: "manifest-too-large", details }, "error"));
  } else if (size > STANDARD_BYTES) {
    notes.push(`the set's manifest is ${formatKilobytes(size)}: advanced tier, billed by the month`);
  }
  const hasPack = formatPack(parameters.map(addLikelyVersion), gzipCodec) !== undefined;
  const objectBytes = objects.reduce((sum, { bytes }) => sum + bytes, 0);
  const { ms, calls, arithmetic } = estimateColdRead({
    ...{ hasPack, objectBytes },
    parameters: parameters.length,
  });
  if (ms > READ_BUDGET_MS && !force) {
    const details = { ms, budget: READ_BUDGET_MS, arithmetic };
    refusals.push(placeAtStage({ code: "set-too-slow", details }, "error"));
  } else if (!hasPack) {
    notes.push(
      `the set does not fit its pack (7 parts of 4 KB, gzipped): a cold start makes ${calls} calls instead of 1, about ${ms} ms of the ${READ_BUDGET_MS} it has; of instances that start together, fewer have their policy at once`,
    );
  }
  return { refusals, notes, parameters, objects };
}

/** What `--force` goes past. */
export const isDoubt = ({ code }: Diagnostic) =>
  ["policies-missing", "wide-tolerance", "set-too-slow", "incident-dropped", "error-on-sample"].includes(
    code,
  );

/** The bucket for a large list, if the stack has one and its function reads from it. */
function placeList(
  { name, value }: StageDocument,
  { bucket, readerFormat }: LargeLists,
): { readonly bucket?: string; readonly note?: string } {
  const bytes = Buffer.byteLength(value);
  if (!isListDocument(name) || bytes <= LARGE_LIST_BYTES) return {};
  const size = formatKilobytes(bytes);
  if (readerFormat < 2)
    return {
      note: `${name} is ${size}, and the deployed function reads no list from a bucket: it goes into SSM. Deploy this chatgate, and push again`,
    };
  if (bucket === undefined)
    return {
      note: `${name} is ${size}, and the stage has no bucket: it goes into SSM. Deploy the stack, which makes one, and push again`,
    };
  return { bucket, note: `${name} is ${size}: it goes to the bucket ${bucket}` };
}

function listDoubts(
  documents: readonly StageDocument[],
  settings: Settings | undefined,
  directory: string,
): readonly Diagnostic[] {
  const hasPolicy = documents.some(({ name }) => name.startsWith("policies/"));
  return [
    ...(hasPolicy
      ? []
      : [placeAtStage({ code: "policies-missing", details: { place: directory } }, "error")]),
    ...(settings === undefined ? [] : lintTolerance({ settings })),
  ];
}

const hasBraces = ({ name, value }: StageDocument) => isListDocument(name) && value.includes("{{");

function noteOn({ name, value }: StageDocument, parts: readonly StageDocument[]): string | undefined {
  const size = formatKilobytes(Buffer.byteLength(value));
  if (parts.length > 1)
    return `${name} is ${size}: ${parts.length} parts in the standard tier, free of charge`;
  const isAdvanced = Buffer.byteLength(value) > STANDARD_BYTES;
  return isAdvanced ? `${name} is ${size} as JSON: advanced tier, billed by the month` : undefined;
}

/** Of three digits, which they reach at most after years. */
const addLikelyVersion = (parameter: StageDocument) => ({ ...parameter, version: "100" });

function measureManifest(
  parameters: readonly StageDocument[],
  objects: readonly ListToStore[],
  { by, reason }: ReviewContext,
): number {
  const pinned = parameters.map(addLikelyVersion);
  return Buffer.byteLength(formatManifest(by, reason, pinned, sha256, objects));
}
