import { lintTolerance } from "../../lib/authoring/lint.ts";
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
import { type BareDiagnostic, completeDiagnostic } from "../report.ts";
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
  /** Problems that prevent the push. */
  readonly refusals: readonly Diagnostic[];
  /** What it costs, and where lists are split. */
  readonly notes: readonly Diagnostic[];
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
  /** Overrides safety checks, never an error that makes the gate reject the set. */
  readonly force: boolean;
  readonly by: string;
  readonly reason: string;
  readonly largeLists: LargeLists;
};

/** A set as it would be at the stage: checked as the gate checks it, and as SSM can hold it. */
export function reviewSet(documents: readonly StageDocument[], context: ReviewContext): Review {
  const { stage, directory } = context;
  if (!documents.some(({ name }) => name === "settings")) {
    const details = { stage, file: locateStageSettings(directory, stage) };
    const refusals = [completeDiagnostic({ code: "stage-settings-missing", details })];
    return { refusals, notes: [], parameters: [], objects: [] };
  }
  const placed = placeDocuments(documents, context.largeLists);
  const reading = reviewReading(placed, context);
  return {
    ...placed,
    refusals: [...checkDocuments(documents, context), ...placed.refusals, ...reading.refusals],
    notes: [...placed.notes, ...reading.notes],
  };
}

/** What the gate would reject, and what should not be pushed. */
function checkDocuments(
  documents: readonly StageDocument[],
  { directory, force }: ReviewContext,
): readonly Diagnostic[] {
  const versioned = documents.map((document) => ({ ...document, version: "0" }));
  const { diagnostics, settings } = checkSet(versioned, commands, sha256, diagnose);
  const local = (settings?.events ?? []).filter(({ to }) => to.startsWith("file:"));
  return [
    ...diagnostics,
    ...local.map(({ to }) =>
      completeDiagnostic({ code: "destination-local", token: to }, "error", "settings"),
    ),
    ...(force ? [] : listDoubts(documents, settings, directory)),
  ];
}

/** Divides documents among parameters and the bucket. */
function placeDocuments(documents: readonly StageDocument[], largeLists: LargeLists): Review {
  const [refusals, notes]: [Diagnostic[], Diagnostic[]] = [[], []];
  const parameters: StageDocument[] = [];
  const objects: ListToStore[] = [];
  for (const document of documents) {
    const { name } = document;
    const placed = placeList(document, largeLists);
    if (placed.note !== undefined) notes.push(completeDiagnostic(placed.note, "note", name));
    if (placed.bucket !== undefined) {
      objects.push(listToStore(document, placed.bucket));
      continue;
    }
    const split = splitDocument(document);
    if (split.kind === "too-large") {
      refusals.push(completeDiagnostic(split.found, "error", name));
      continue;
    }
    for (const parameter of split.parameters.filter(hasBraces))
      refusals.push(completeDiagnostic({ code: "list-braces" }, "error", parameter.name));
    parameters.push(...split.parameters);
    const size = describeSize(document, split.parameters);
    if (size !== undefined) notes.push(completeDiagnostic(size, "note", name));
  }
  return { refusals, notes, parameters, objects };
}

/** What the manifest and a cold start's read of the whole set cost. */
function reviewReading(
  { parameters, objects }: Review,
  context: ReviewContext,
): Pick<Review, "refusals" | "notes"> {
  const [refusals, notes]: [Diagnostic[], Diagnostic[]] = [[], []];
  const bytes = measureManifest(parameters, objects, context);
  if (bytes > ADVANCED_BYTES) {
    const details = { bytes, limit: ADVANCED_BYTES };
    refusals.push(completeDiagnostic({ code: "manifest-too-large", details }));
  } else if (bytes > STANDARD_BYTES) {
    notes.push(completeDiagnostic({ code: "manifest-advanced", details: { bytes } }, "note"));
  }
  const hasPack = formatPack(parameters.map(addLikelyVersion), gzipCodec) !== undefined;
  const objectBytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  const read = { hasPack, objectBytes, parameters: parameters.length };
  const { ms, calls, arithmetic } = estimateColdRead(read);
  if (ms > READ_BUDGET_MS && !context.force) {
    const details = { ms, budget: READ_BUDGET_MS, arithmetic };
    refusals.push(completeDiagnostic({ code: "set-too-slow", details }));
  } else if (!hasPack) {
    const details = { calls, ms, budget: READ_BUDGET_MS };
    notes.push(completeDiagnostic({ code: "pack-too-large", details }, "note"));
  }
  return { refusals, notes };
}

/** Problems that `--force` overrides. */
export const isDoubt = ({ code }: Diagnostic) =>
  ["policies-missing", "wide-tolerance", "set-too-slow", "incident-dropped", "error-on-sample"].includes(
    code,
  );

/** The bucket for a large list, if the stack has one and its function reads from it. */
function placeList(
  { name, value }: StageDocument,
  { bucket, readerFormat }: LargeLists,
): { readonly bucket?: string; readonly note?: BareDiagnostic } {
  const bytes = Buffer.byteLength(value);
  if (!isListDocument(name) || bytes <= LARGE_LIST_BYTES) return {};
  if (readerFormat < 2) return { note: { code: "list-bucket-unread", details: { bytes } } };
  if (bucket === undefined) return { note: { code: "list-bucket-missing", details: { bytes } } };
  return { bucket, note: { code: "list-in-bucket", details: { bytes, bucket } } };
}

function listDoubts(
  documents: readonly StageDocument[],
  settings: Settings | undefined,
  directory: string,
): readonly Diagnostic[] {
  const hasPolicy = documents.some(({ name }) => name.startsWith("policies/"));
  return [
    ...(hasPolicy ? [] : [completeDiagnostic({ code: "policies-missing", details: { place: directory } })]),
    ...(settings === undefined ? [] : lintTolerance(settings)),
  ];
}

const hasBraces = ({ name, value }: StageDocument) => isListDocument(name) && value.includes("{{");

function describeSize({ value }: StageDocument, parts: readonly StageDocument[]): BareDiagnostic | undefined {
  const bytes = Buffer.byteLength(value);
  if (parts.length > 1) return { code: "list-in-parts", details: { bytes, parts: parts.length } };
  return bytes > STANDARD_BYTES ? { code: "document-advanced", details: { bytes } } : undefined;
}

/** A version of three digits, which a parameter reaches only after years: for an estimate of the manifest's size. */
const addLikelyVersion = (parameter: StageDocument) => ({ ...parameter, version: "100" });

function measureManifest(
  parameters: readonly StageDocument[],
  objects: readonly ListToStore[],
  { by, reason }: ReviewContext,
): number {
  const pinned = parameters.map(addLikelyVersion);
  return Buffer.byteLength(formatManifest(by, reason, pinned, sha256, objects));
}
