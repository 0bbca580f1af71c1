import { commands } from "../../lib/commands/generated/index.ts";
import type { Fault } from "../../lib/policy/fault.ts";
import { checkSet } from "../../lib/policy-set/check-set.ts";
import { formatManifest } from "../../lib/policy-set/manifest.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import {
  ADVANCED_BYTES,
  isList,
  kilobytes,
  STANDARD_BYTES,
  type StageDocument,
  splitDocument,
} from "./documents.ts";
import { stageSettingsFile } from "./local-documents.ts";

/** Five times the default: a signature that was seen once is good for so long. */
const MOST_TOLERANCE_SECONDS = 300;

export type Review = {
  /** Why it may not be pushed; none: it may. */
  readonly refusals: readonly string[];
  /** What it costs, and where lists are split. */
  readonly notes: readonly string[];
  /** What is to be stored, under the names of parameters. */
  readonly parameters: readonly StageDocument[];
};

export type ReviewContext = {
  readonly stage: string;
  /** Where the documents are from, for messages. */
  readonly directory: string;
  readonly place: (fault: Fault) => string;
  /** Goes past what is doubtful, never past what the gate would refuse. */
  readonly force: boolean;
  readonly by: string;
  readonly reason: string;
};

/** A set as it would be at the stage: checked as the gate checks it, and as SSM can hold it. */
export function review(documents: readonly StageDocument[], context: ReviewContext): Review {
  const { stage, directory, force } = context;
  const refusals: string[] = [];
  const notes: string[] = [];
  if (!documents.some(({ name }) => name === "settings")) {
    refusals.push(
      `stage ${stage} has no settings, and there is no ${stageSettingsFile(directory, stage)}: write that file, at least \`sdkAppIds: [<the SDKAppIDs that may call>]\``,
    );
    return { refusals, notes, parameters: [] };
  }
  if (!documents.some(({ name }) => name.startsWith("policies/")) && !force) {
    refusals.push(
      `${directory} holds no policy, so everything would be allowed: name the folder with the policies, or add --force`,
    );
  }

  const { settings, faults } = checkSet(
    documents.map((document) => ({ ...document, version: "0" })),
    commands,
    sha256,
  );
  refusals.push(...faults.map(context.place));
  if (settings !== undefined && settings.toleranceSeconds > MOST_TOLERANCE_SECONDS && !force) {
    refusals.push(
      `settings: toleranceSeconds is ${settings.toleranceSeconds}: whoever sees one signed callback can send anything for so long; write ${MOST_TOLERANCE_SECONDS} or less, or add --force`,
    );
  }

  const parameters: StageDocument[] = [];
  for (const document of documents) {
    const split = splitDocument(document);
    if (split.kind === "too-large") {
      refusals.push(`${document.name}: ${split.reason}`);
      continue;
    }
    refusals.push(
      ...split.parameters.filter(hasBraces).map(({ name }) => `${name}: SSM takes no "{{" in a list`),
    );
    parameters.push(...split.parameters);
    const note = noteOn(document, split.parameters);
    if (note !== undefined) notes.push(note);
  }
  const size = manifestBytes(parameters, context);
  if (size > ADVANCED_BYTES) {
    refusals.push(
      `the set's manifest would be ${kilobytes(size)}, and a parameter holds ${kilobytes(ADVANCED_BYTES)}: put short documents together`,
    );
  } else if (size > STANDARD_BYTES) {
    notes.push(`the set's manifest is ${kilobytes(size)}: advanced tier, billed by the month`);
  }
  return { refusals, notes, parameters };
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
