import { Option, type Command as Program } from "commander";
import { type CommandFacts, collectCommandFacts } from "../../lib/authoring/command-facts.ts";
import { findDocs } from "../../lib/authoring/find-docs.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import { findNearest } from "../../lib/policy/suggest.ts";
import { type Io, SAFE_PROGRAM } from "../io.ts";
import { createJsonOption, formatExamples } from "../options.ts";
import { alignColumns } from "../render/outcome.ts";
import { createStyle, type Style } from "../render/style.ts";
import { reportProblem, reportUsageError } from "../report.ts";

export function registerCommands(program: Program, io: Io): void {
  program
    .command("commands")
    .description("List the commands that Chat may send, or show what a policy can use of one.")
    .argument("[pattern]", "a command, a part of its name or title, or a glob", "*")
    .option("--before", "only those sent before an action, which rules can refuse")
    .addOption(new Option("--after", "only those sent after it happened").conflicts("before"))
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples(
        "commands --before",
        'commands "Group.*" --after',
        'commands "create group"',
        "commands Group.CallbackBeforeCreateGroup",
      ),
    )
    .action(async (pattern: string, options: Options) => io.exit(await showCommands(pattern, options, io)));
}

type Options = { readonly before?: boolean; readonly after?: boolean; readonly json?: boolean };

async function showCommands(pattern: string, { before, after, json }: Options, io: Io): Promise<number> {
  const matching = searchCommands(pattern);
  if (matching.length === 0)
    return reportProblem(io, {
      ...{ code: "unknown-command", token: pattern, suggestion: findNearest(pattern, commands.keys()) },
    });
  const phase = before ? "before" : after ? "after" : undefined;
  const found = matching.filter(({ reply }) => phase === undefined || reply.phase === phase);
  const [first] = found;
  if (first === undefined)
    return reportUsageError(io, `No command "${pattern}" is sent ${phase} it happens. Leave --${phase} out.`);
  const style = createStyle(io);
  if (json) io.out(JSON.stringify(found.map(collectCommandFacts), null, 2));
  else if (found.length === 1) io.out(formatFacts(collectCommandFacts(first), io));
  else
    io.out(
      alignColumns(
        found.map((command) => [command.name, `${formatPhase(command, style)}  ${findDocs(command).title}`]),
      ),
    );
  return 0;
}

function searchCommands(pattern: string): readonly Command[] {
  const exact = commands.get(pattern);
  if (exact !== undefined) return [exact];
  const words = pattern.toLowerCase().split(/\s+/).filter(Boolean);
  const matchesPattern = (command: Command) => {
    if (/[*?]/.test(pattern)) return matchesGlob(command.name, pattern);
    const text = `${command.name} ${findDocs(command).title}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return [...commands.values()].filter(matchesPattern);
}

const formatPhase = ({ reply }: Command, style: Style) =>
  reply.phase === "before" ? style.yellow("before") : style.dim("after ");

function formatFacts(facts: CommandFacts, io: Io): string {
  const style = createStyle(io);
  const { name, title, phase, documentation, facets, answers, notes, sample, example } = facts;
  const asks =
    phase === "before" ? "before it happens: chatgate decides" : "after it happened: rules can only observe";
  const parts: readonly (readonly [string, string])[] = [
    [
      "Facets",
      alignColumns(facets.map(({ name, type, about }) => [`  ${name}`, `${type}. ${style.dim(about)}`])),
    ],
    [
      `Answers${formatCodes(facts)}`,
      alignColumns(answers.map(({ decision, envelope }) => [`  ${decision}`, JSON.stringify(envelope)])),
    ],
    ["Notes", notes.map((note) => `  ${note}`).join("\n")],
    ["Sample", indentLines(JSON.stringify(sample, null, 2))],
    ["Example", indentLines(example)],
    ["Try", `  ${io.program ?? SAFE_PROGRAM} explain ${name}`],
  ];
  return [
    `${style.bold(name)}  ${title}\n${style.dim(`Sent ${asks}. ${documentation}`)}`,
    ...parts.flatMap(([head, text]) => (text === "" ? [] : [`${style.bold(head)}\n${text}`])),
  ].join("\n\n");
}

function formatCodes({ codes, actions }: CommandFacts): string {
  if (codes === undefined) return "";
  const range = codes.own === null ? "" : `, or ${codes.own[0]} to ${codes.own[1]}`;
  return ` (a refusal's code: ${codes.plain}${range}; rules can ${actions.join(", ")})`;
}

const indentLines = (text: string) => text.replace(/^/gm, "  ");
