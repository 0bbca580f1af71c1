import { type Command, CommanderError, Command as Program } from "commander";
import * as check from "./commands/check.ts";
import * as commands from "./commands/commands.ts";
import * as completion from "./commands/completion.ts";
import * as doctor from "./commands/doctor.ts";
import * as events from "./commands/events.ts";
import * as explain from "./commands/explain.ts";
import * as init from "./commands/init.ts";
import * as limit from "./commands/limit.ts";
import * as listEdit from "./commands/list-edit.ts";
import * as playground from "./commands/playground.ts";
import * as diff from "./commands/policy-diff.ts";
import * as history from "./commands/policy-history.ts";
import * as mode from "./commands/policy-mode.ts";
import * as pause from "./commands/policy-pause.ts";
import * as prune from "./commands/policy-prune.ts";
import * as pull from "./commands/policy-pull.ts";
import * as push from "./commands/policy-push.ts";
import * as rollback from "./commands/policy-rollback.ts";
import * as shadow from "./commands/policy-shadow.ts";
import * as record from "./commands/record.ts";
import * as replay from "./commands/replay.ts";
import * as send from "./commands/send.ts";
import * as tail from "./commands/tail.ts";
import * as test from "./commands/test.ts";
import * as tokenAdd from "./commands/token-add.ts";
import * as tokenHash from "./commands/token-hash.ts";
import * as tokenList from "./commands/token-list.ts";
import * as tokenNew from "./commands/token-new.ts";
import * as tokenRetire from "./commands/token-retire.ts";
import * as why from "./commands/why.ts";
import { EXIT_CODES, guardTerminal, type Io, SAFE_PROGRAM } from "./io.ts";
import { VERSION } from "./version.ts";

/** Each command's file adds it to its parent; their order is the order of `--help`. */
const policyCommands: readonly Registers[] = [
  ...[check, test, push, pull, diff, history, rollback],
  ...[mode, pause, prune, shadow],
];
const tokenCommands: readonly Registers[] = [tokenNew, tokenAdd, tokenRetire, tokenList, tokenHash];
const otherCommands: readonly Registers[] = [
  ...[init, explain, playground, send],
  ...[tail, why, record, replay],
  ...[commands, events, doctor, limit, completion],
];

type Registers = { readonly register: (parent: Command, io: Io) => void };

/** Runs one command line (without `node` and the script) to its exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = createProgram(guardTerminal({ ...io, exit: (given) => (code = given) }));
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2; // help and version end so, too
  }
  return code;
}

/** The whole command line, for `run` and for what reads its help. */
export function createProgram(io: Io): Command {
  const asCalled = (text: string) => text.replaceAll(SAFE_PROGRAM, io.program ?? SAFE_PROGRAM).trimEnd();
  const program = new Program("chatgate")
    .description("Write, check, test, explain and publish the policies of a Tencent Chat webhook.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(asCalled(text)),
      writeErr: (text) => io.err(asCalled(text)),
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
      getOutHasColors: () => io.colour,
      getErrHasColors: () => io.colour,
    })
    .showHelpAfterError("Add --help to see how it is used.")
    .version(VERSION, "--version", "print the version")
    .helpCommand("help [command]", "Show how a command is used.")
    .addHelpText("afterAll", `\n${EXIT_CODES}`);
  const policy = program.command("policy").description("Check, test, publish and roll back policies.");
  for (const { register } of policyCommands) register(policy, io);
  const list = program.command("list").description("Add to and remove from the lists of a stage, at once.");
  listEdit.register(list, io);
  const token = program.command("token").description("Make, list and retire the tokens of a stage.");
  for (const { register } of tokenCommands) register(token, io);
  for (const { register } of otherCommands) register(program, io);
  return program;
}
