import { InvalidArgumentError, Option } from "commander";
import { parseDuration } from "./duration.ts";
import { SAFE_PROGRAM } from "./io.ts";

/** One JSON document on standard output instead of text. */
export const createJsonOption = () => new Option("--json", "print one JSON document");

/** Of commands that write a set or delete from a stage. */
export const createReasonOption = () => new Option("--reason <text>", "why, for the history");
export const createDryRunOption = (text = "show what would change, and write nothing") =>
  new Option("--dry-run", text);
export const createYesOption = () => new Option("--yes", "do not ask");

/** For an option that may be repeated. */
export const collectValues = (value: string, before: readonly string[] = []) => [...before, value];

export const createSetOption = () =>
  new Option(
    "--set <name=value>",
    "set a facet (name=…) or a payload's field (Name=…, MemberList.0.Member_Account=…); JSON if it parses, null removes it; repeatable",
  ).argParser(collectValues);
export const createAsOption = () =>
  new Option("--as <account>", "who asks: the operator, or else the sender");
export const createAtOption = () => new Option("--at <time>", "the gate's clock, e.g. 2026-01-31T22:30:00Z");
export const createPoliciesOption = () =>
  new Option("--policies <folder>", 'where settings.yaml is (default: "policies")').conflicts("deployed");
export const createStageSettingsOption = () =>
  new Option("--stage <stage>", "with the folder's settings for a stage, stages/<stage>.yaml");
export const createDeployedOption = () =>
  new Option("--deployed", "what the stage has in SSM, instead of a folder");

export function parseSetNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a set's number, as `policy history` lists them.");
}

const MAX_PORT = 65_535;

export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port;
  throw new InvalidArgumentError(`Give a number from 0 to ${MAX_PORT}.`);
}

export const isSdkAppId = (text: string) => /^[1-9]\d{0,15}$/.test(text);

export function parseSdkAppId(text: string): number {
  if (isSdkAppId(text)) return Number(text);
  throw new InvalidArgumentError("Give an SDKAppID, e.g. 1400000001.");
}

const MAX_DURATION_MS = 366 * 86_400_000;

/** `30m`, `1h`, `7d` → milliseconds. */
export function parseDurationOption(text: string): number {
  const ms = text.endsWith("s") ? 0 : (parseDuration(text) ?? 0);
  if (ms > 0 && ms <= MAX_DURATION_MS) return ms;
  throw new InvalidArgumentError("Give a time such as 30m, 1h or 7d, a year at most.");
}

/** `2..4` */
export function parseSetRange(text: string): readonly [number, number] {
  const [, from = "", to = ""] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  return [parseSetNumber(from), parseSetNumber(to)];
}

/** The end of a command's help: command lines that work as they stand; a test runs them. */
export function formatExamples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${SAFE_PROGRAM} ${line}`).join("\n")}`;
}
