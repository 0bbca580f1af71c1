import { userInfo } from "node:os";
import { Option } from "commander";
import type { Io } from "../io.ts";
import { reportProblem, reportUsageError } from "../report.ts";
import { type AwsAccess, openAws, useAccess } from "./aws-access.ts";
import { openStage, type StageStore } from "./stage-store.ts";

export type StageOptions = {
  readonly stage: string;
  readonly region?: string | undefined;
  readonly json?: boolean;
};

export const createStageOption = () =>
  new Option("--stage <name>", "the deployed stage").makeOptionMandatory();
export const createRegionOption = () =>
  new Option("--region <name>", "where it is deployed; otherwise as the AWS configuration says");

/** Opens the stage for one command, and reports AWS errors as diagnostics. */
export async function runWithStage(
  options: StageOptions,
  io: Io,
  work: (store: StageStore) => Promise<number>,
): Promise<number> {
  const { stage, region } = options;
  if (!/^[\w-]+$/.test(stage))
    return reportUsageError(io, `"${stage}" is not a stage's name. Use letters, digits, "-" and "_".`);
  if (stage === "local")
    return reportUsageError(
      io,
      "Stage local has its policies on this machine, not in SSM. Name a deployed stage.",
    );
  return useAccess(
    () => openStage({ stage, region, env: io.env }),
    work,
    (found, store) => reportProblem(io, found, { about: store?.label ?? `stage ${stage}` }),
  );
}

/** Opens AWS for one command that reads no stage. */
export const runWithAws = (
  region: string | undefined,
  io: Io,
  work: (aws: AwsAccess) => Promise<number>,
): Promise<number> =>
  useAccess(
    () => openAws({ region, env: io.env }),
    work,
    (found) => reportProblem(io, found),
  );

/** The same Io in another region, for commands that read a second stage. */
export const setRegion = (io: Io, region: string | undefined): Io =>
  region === undefined ? io : { ...io, env: { ...io.env, AWS_REGION: region } };

/** Who is at this machine, for the history; SSM records the AWS identity as well. */
export function readCurrentUser({ env }: Io): string {
  const name = env.USER || env.USERNAME;
  if (name) return name;
  try {
    return userInfo().username;
  } catch {
    return "somebody"; // a container's user may have no name
  }
}

/** Undefined: confirmed. Otherwise the exit code. */
export async function confirm(
  question: string,
  { yes = false }: { readonly yes?: boolean },
  io: Io,
): Promise<number | undefined> {
  if (yes) return undefined;
  if (io.ask === undefined)
    return reportUsageError(io, "Not a terminal. Pass --yes, or --dry-run to see the changes only.");
  if (/^y(es)?$/i.test(await io.ask(question, "no"))) return undefined;
  return reportProblem(io, { code: "declined" }, { code: 1 });
}

/** The reason for the history; or the exit code, if there is none or it is too long. */
export function readReason(reason: string | undefined, io: Io): { readonly reason: string } | number {
  const line = reason?.replace(/\s+/g, " ").trim() ?? "";
  if (line === "") return reportUsageError(io, 'Say why, for the history. Pass --reason "…".');
  return line.length <= MOST_REASON
    ? { reason: line }
    : reportUsageError(io, `The reason has ${line.length} characters. Use ${MOST_REASON} at most.`);
}
const MOST_REASON = 200;
