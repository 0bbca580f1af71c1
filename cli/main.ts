import { type Command, Command as Program } from "commander";
import { registerCheck } from "./commands/check.ts";
import { registerCommands } from "./commands/commands.ts";
import { registerCompletion } from "./commands/completion.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerEvents } from "./commands/events.ts";
import { registerExplain } from "./commands/explain.ts";
import { registerInit } from "./commands/init.ts";
import { registerLimit } from "./commands/limit.ts";
import { registerListEdit } from "./commands/list-edit.ts";
import { registerPlayground } from "./commands/playground.ts";
import { registerPolicyDiff } from "./commands/policy-diff.ts";
import { registerPolicyHistory } from "./commands/policy-history.ts";
import { registerPolicyMode } from "./commands/policy-mode.ts";
import { registerPolicyPause } from "./commands/policy-pause.ts";
import { registerPolicyPrune } from "./commands/policy-prune.ts";
import { registerPolicyPull } from "./commands/policy-pull.ts";
import { registerPolicyPush } from "./commands/policy-push.ts";
import { registerPolicyRollback } from "./commands/policy-rollback.ts";
import { registerPolicyShadow } from "./commands/policy-shadow.ts";
import { registerRecord } from "./commands/record.ts";
import { registerReplay } from "./commands/replay.ts";
import { registerSend } from "./commands/send.ts";
import { registerTail } from "./commands/tail.ts";
import { registerTest } from "./commands/test.ts";
import { registerTokenAdd } from "./commands/token-add.ts";
import { registerTokenHash } from "./commands/token-hash.ts";
import { registerTokenList } from "./commands/token-list.ts";
import { registerTokenNew } from "./commands/token-new.ts";
import { registerTokenRetire } from "./commands/token-retire.ts";
import { registerWhy } from "./commands/why.ts";
import { EXIT_CODES, guardTerminal, type Io, SAFE_PROGRAM } from "./io.ts";
import { reportFault } from "./report-fault.ts";
import { VERSION } from "./version.ts";

/** Adds a command to its parent; the order here is the order of `--help`. */
type Register = (parent: Command, io: Io) => void;

const policyCommands: readonly Register[] = [
  ...[registerCheck, registerTest, registerPolicyPush, registerPolicyPull, registerPolicyDiff],
  ...[registerPolicyHistory, registerPolicyRollback, registerPolicyMode, registerPolicyPause],
  ...[registerPolicyPrune, registerPolicyShadow],
];
const tokenCommands: readonly Register[] = [
  registerTokenNew,
  registerTokenAdd,
  registerTokenRetire,
  registerTokenList,
  registerTokenHash,
];
const otherCommands: readonly Register[] = [
  ...[registerInit, registerExplain, registerPlayground, registerSend],
  ...[registerTail, registerWhy, registerRecord, registerReplay],
  ...[registerCommands, registerEvents, registerDoctor, registerLimit, registerCompletion],
];

/** Runs one command line (without `node` and the script) to its exit code. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const json = args.includes("--json");
  const world = guardTerminal({ ...io, json, exit: (given) => (code = given) });
  try {
    await createProgram(world).parseAsync([...args], { from: "user" });
  } catch (error) {
    return reportFault(error, world);
  }
  return code;
}

/** The command tree, for `run` and for generators that read its help. */
export function createProgram(io: Io): Command {
  const asCalled = (text: string) => text.replaceAll(SAFE_PROGRAM, io.program ?? SAFE_PROGRAM).trimEnd();
  const program = new Program("chatgate")
    .description("Write, check, test, explain and publish the policies of a Tencent Chat webhook.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(asCalled(text)),
      writeErr: (text) => io.err(asCalled(text)),
      outputError: () => {}, // `runProgram` says it, with its code
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
      getOutHasColors: () => io.colour,
      getErrHasColors: () => io.colour,
    })
    .version(VERSION, "--version", "print the version")
    .helpCommand("help [command]", "Show how a command is used.")
    .addHelpText("afterAll", `\n${EXIT_CODES}`);
  const policy = program.command("policy").description("Check, test, publish and roll back policies.");
  for (const register of policyCommands) register(policy, io);
  const list = program.command("list").description("Add to and remove from the lists of a stage, at once.");
  registerListEdit(list, io);
  const token = program.command("token").description("Make, list and retire the tokens of a stage.");
  for (const register of tokenCommands) register(token, io);
  for (const register of otherCommands) register(program, io);
  return program;
}
