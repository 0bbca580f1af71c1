import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  applyOptions,
  createScenario,
  type Scenario,
  type ScenarioOptions,
} from "../lib/authoring/scenario.ts";
import { receive } from "../lib/callback/receive.ts";
import type { Command } from "../lib/commands/define-command.ts";
import { commands, wireCommands } from "../lib/commands/generated/index.ts";
import type { Payload } from "../lib/commands/payload.ts";
import { isObject, parseJson } from "../lib/json.ts";
import { findNearest } from "../lib/policy/suggest.ts";
import type { Io } from "./io.ts";
import { readInput } from "./named-files.ts";
import { openCallback } from "./open-callback.ts";
import type { BareDiagnostic } from "./report.ts";

export type ReadEvent = {
  readonly scenario: Scenario;
  /** As API Gateway passed it. */
  readonly event?: unknown;
};

/** Reads an event's file, or takes the sample of a command; or says what is wrong. */
export async function readEventOrSample(event: string, io: Io): Promise<ReadEvent | BareDiagnostic> {
  return existsSync(resolve(io.cwd, event)) ? readEvent(event, io) : findNamedSample(event, io);
}

/** The same, changed as the options say. */
export async function readScenario(
  event: string,
  options: ScenarioOptions,
  io: Io,
): Promise<ReadEvent | BareDiagnostic> {
  const read = await readEventOrSample(event, io);
  if ("code" in read) return read;
  const changed = applyOptions(read.scenario, options);
  return changed.kind === "invalid" ? changed.found : { ...read, scenario: changed.scenario };
}

function findNamedSample(name: string, io: Io): ReadEvent | BareDiagnostic {
  const command = findCommand(name);
  return "code" in command ? command : { scenario: createScenario(command, io.now()) };
}

function findCommand(name: string): Command | BareDiagnostic {
  const command = wireCommands.get(name);
  if (command !== undefined) return command;
  if (name.endsWith(".json")) return { code: "file-missing", token: name };
  return { code: "unknown-command", token: name, suggestion: findNearest(name, commands.keys()) };
}

async function readEvent(file: string, io: Io): Promise<ReadEvent | BareDiagnostic> {
  const createUnrecognized = (reason: string | undefined): BareDiagnostic => ({
    ...{ code: "event-unrecognized", token: file, details: { reason } },
  });
  const event = parseJson(await readInput(resolve(io.cwd, file)));
  if (!isObject(event)) return createUnrecognized("not a JSON object");
  const received = receive(event);
  if (received.kind === "rejected" && typeof event.CallbackCommand === "string")
    return readBodyAlone(event, io);
  if (received.kind === "rejected") return createUnrecognized(undefined);
  const { query } = received;
  const opened = openCallback(received);
  if (opened.kind === "unauthentic") return createUnrecognized(opened.reason);
  if (opened.kind === "no-body") return { code: "invalid-body", token: file };
  const command = findCommand(query.command ?? "");
  if ("code" in command) return command;
  const { platform, clientIp } = query;
  const { payload } = opened;
  const sdkAppId = query.sdkAppId === undefined ? undefined : opened.sdkAppId;
  return { event, scenario: { command, payload, platform, clientIp, sdkAppId, now: io.now() } };
}

function readBodyAlone(payload: Payload, io: Io): ReadEvent | BareDiagnostic {
  const command = findCommand(String(payload.CallbackCommand));
  return "code" in command ? command : { scenario: { ...createScenario(command, io.now()), payload } };
}
