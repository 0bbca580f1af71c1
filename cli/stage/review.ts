import { wideTolerance } from "../../lib/authoring/lint.ts";
import { kilobytes } from "../../lib/authoring/messages/message.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Diagnostic } from "../../lib/policy/diagnostic.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { formatManifest } from "../../lib/policy-set/manifest.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { placeAtStage } from "./diagnosis.ts";
import { ADVANCED_BYTES, isList, STANDARD_BYTES, type StageDocument, splitDocument } from "./documents.ts";
import { stageSettingsFile } from "./local-documents.ts";

export type Review = {
  /** Why it may not be pushed; none: it may. */
  readonly refusals: readonly Diagnostic[];
  /** What it costs, and where lists are split. */
  readonly notes: readonly string[];
  /** What is to be stored, under the names of parameters. */
  readonly parameters: readonly StageDocument[];
};

export type ReviewContext = {
  readonly stage: string;
  /** Where the documents are from, for messages. */
  readonly directory: string;
  /** Goes past what is doubtful, never past what the gate would refuse. */
  readonly force: boolean;
  readonly by: string;
  readonly reason: string;
};

/** A set as it would be at the stage: checked as the gate checks it, and as SSM can hold it. */
export function review(documents: readonly StageDocument[], context: ReviewContext): Review {
  const { stage, directory, force } = context;
  const notes: string[] = [];
  if (!documents.some(({ name }) => name === "settings")) {
    const details = { stage, file: stageSettingsFile(directory, stage) };
    const refusals = [placeAtStage({ code: "stage-settings-missing", details }, "error")];
    return { refusals, notes, parameters: [] };
  }
  const checked = checkSet(
    documents.map((document) => ({ ...document, version: "0" })),
    commands,
    sha256,
  );
  const refusals = [
    ...checked.diagnostics,
    ...(force ? [] : doubtsAbout(documents, checked.settings, directory)),
  ];

  const parameters: StageDocument[] = [];
  for (const document of documents) {
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
  const size = manifestBytes(parameters, context);
  if (size > ADVANCED_BYTES) {
    const details = { bytes: size, limit: ADVANCED_BYTES };
    refusals.push(placeAtStage({ code: "manifest-too-large", details }, "error"));
  } else if (size > STANDARD_BYTES) {
    notes.push(`the set's manifest is ${kilobytes(size)}: advanced tier, billed by the month`);
  }
  return { refusals, notes, parameters };
}

/** What `--force` goes past. */
export const isDoubt = ({ code }: Diagnostic) => code === "policies-missing" || code === "wide-tolerance";

function doubtsAbout(
  documents: readonly StageDocument[],
  settings: Settings | undefined,
  directory: string,
): readonly Diagnostic[] {
  const hasPolicy = documents.some(({ name }) => name.startsWith("policies/"));
  return [
    ...(hasPolicy
      ? []
      : [placeAtStage({ code: "policies-missing", details: { place: directory } }, "error")]),
    ...(settings === undefined ? [] : wideTolerance({ settings })),
  ];
}

const hasBraces = ({ name, value }: StageDocument) => isList(name) && value.includes("{{");

function noteOn({ name, value }: StageDocument, parts: readonly StageDocument[]): string | undefined {
  const size = kilobytes(Buffer.byteLength(value));
  if (parts.length > 1)
    return `${name} is ${size}: ${parts.length} parts in the standard tier, free of charge`;
  const isAdvanced = Buffer.byteLength(value) > STANDARD_BYTES;
  return isAdvanced ? `${name} is ${size} as JSON: advanced tier, billed by the month` : undefined;
}

/** With versions of three digits, which they reach at most after years. */
function manifestBytes(parameters: readonly StageDocument[], { by, reason }: ReviewContext): number {
  const pinned = parameters.map((parameter) => ({ ...parameter, version: "100" }));
  return Buffer.byteLength(formatManifest(by, reason, pinned, sha256));
}
