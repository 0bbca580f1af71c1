import type { Command as Program } from "commander";
import { type CommandFacts, factsOf, titleOf } from "../../lib/authoring/command-facts.ts";
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
  const found = named(pattern);
  const [first] = found;
  if (first === undefined)
    return usageError(io, `no command is called "${pattern}".${didYouMean(pattern, commands.keys())}`);
  const style = styleOf(io);
  if (json) io.out(JSON.stringify(found.map(factsOf), null, 2));
  else if (found.length === 1) io.out(describe(factsOf(first), style));
  else
    io.out(
      columns(found.map((command) => [command.name, `${phaseOf(command, style)}  ${titleOf(command)}`])),
    );
  return 0;
}

function named(pattern: string): readonly Command[] {
  const exact = commands.get(pattern);
  if (exact !== undefined) return [exact];
  const fits = (name: string) =>
    /[*?]/.test(pattern) ? matchesGlob(name, pattern) : name.toLowerCase().includes(pattern.toLowerCase());
  return [...commands.values()].filter(({ name }) => fits(name));
}

const phaseOf = ({ reply }: Command, style: Style) =>
  reply.phase === "before" ? style.yellow("before") : style.dim("after ");

function describe(facts: CommandFacts, style: Style): string {
  const { name, title, phase, documentation, facets, answers, quirks, sample, example } = facts;
  const asks =
    phase === "before" ? "before it happens: chatgate decides" : "after it happened: rules can only observe";
  const parts: readonly (readonly [string, string])[] = [
    ["Facets", columns(facets.map((one) => [`  ${one.name}`, `${one.type}. ${style.dim(one.about)}`]))],
    [
      `Answers${codesIn(facts)}`,
      columns(answers.map((one) => [`  ${one.decision}`, JSON.stringify(one.envelope)])),
    ],
    ["Worth knowing", quirks.map((quirk) => `  ${quirk}`).join("\n")],
    ["Sample", indent(JSON.stringify(sample, null, 2))],
    ["Example", indent(example)],
    ["Try", `  npx chatgate explain ${name}`],
  ];
  return [
    `${style.bold(name)}  ${title}\n${style.dim(`Comes ${asks}. ${documentation}`)}`,
    ...parts.flatMap(([head, text]) => (text === "" ? [] : [`${style.bold(head)}\n${text}`])),
  ].join("\n\n");
}

function codesIn({ codes, actions }: CommandFacts): string {
  if (codes === undefined) return "";
  const range = codes.own === null ? "" : `, or ${codes.own[0]} to ${codes.own[1]}`;
  return ` (a refusal's code: ${codes.plain}${range}; rules can ${actions.join(", ")})`;
}

const indent = (text: string) => text.replace(/^/gm, "  ");
