import type { Command as Program } from "commander";
import { type CommandFacts, collectFacts } from "../../lib/authoring/command-facts.ts";
import { findDocs } from "../../lib/authoring/find-docs.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands } from "../../lib/commands/generated/index.ts";
import { matchesGlob } from "../../lib/policy/functions/glob.ts";
import { didYouMean } from "../../lib/policy/suggest.ts";
import { type Io, usageError } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { columns } from "../render/outcome.ts";
import { type Style, styleOf } from "../render/style.ts";

export function register(program: Program, io: Io): void {
  program
    .command("commands")
    .description("List the commands that Chat may send, or show one with all that a policy can say about it.")
    .argument("[pattern]", "a command, a part of its name, or a glob", "*")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("commands", 'commands "*.CallbackBefore*"', "commands Group.CallbackBeforeCreateGroup"),
    )
    .action(async (pattern: string, options: Options) => io.exit(await list(pattern, options, io)));
}

type Options = { readonly json?: boolean };

export async function list(pattern: string, { json }: Options, io: Io): Promise<number> {
  const found = matchNames(pattern);
  const [first] = found;
  if (first === undefined)
    return usageError(io, `there is no command "${pattern}".${didYouMean(pattern, commands.keys())}`);
  const style = styleOf(io);
  if (json) io.out(JSON.stringify(found.map(collectFacts), null, 2));
  else if (found.length === 1) io.out(formatFacts(collectFacts(first), style));
  else
    io.out(
      columns(
        found.map((command) => [command.name, `${formatPhase(command, style)}  ${findDocs(command).title}`]),
      ),
    );
  return 0;
}

function matchNames(pattern: string): readonly Command[] {
  const exact = commands.get(pattern);
  if (exact !== undefined) return [exact];
  const fits = (name: string) =>
    /[*?]/.test(pattern) ? matchesGlob(name, pattern) : name.toLowerCase().includes(pattern.toLowerCase());
  return [...commands.values()].filter(({ name }) => fits(name));
}

const formatPhase = ({ reply }: Command, style: Style) =>
  reply.phase === "before" ? style.yellow("before") : style.dim("after ");

function formatFacts(facts: CommandFacts, style: Style): string {
  const { name, title, phase, documentation, facets, answers, notes, sample, example } = facts;
  const asks =
    phase === "before" ? "before it happens: chatgate decides" : "after it happened: rules can only observe";
  const parts: readonly (readonly [string, string])[] = [
    ["Facets", columns(facets.map(({ name, type, about }) => [`  ${name}`, `${type}. ${style.dim(about)}`]))],
    [
      `Answers${formatCodes(facts)}`,
      columns(answers.map(({ decision, envelope }) => [`  ${decision}`, JSON.stringify(envelope)])),
    ],
    ["Notes", notes.map((note) => `  ${note}`).join("\n")],
    ["Sample", indent(JSON.stringify(sample, null, 2))],
    ["Example", indent(example)],
    ["Try", `  npx chatgate explain ${name}`],
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

const indent = (text: string) => text.replace(/^/gm, "  ");
