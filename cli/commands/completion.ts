import { Argument, type Command as Program } from "commander";
import { commands } from "../../lib/commands/generated/index.ts";
import type { Io } from "../io.ts";

const shells = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof shells)[number];

export function registerCompletion(program: Program, io: Io): void {
  program
    .command("completion")
    .description("Print the completion script for a shell.")
    .addArgument(new Argument("<shell>", "the shell").choices([...shells, CANDIDATES]))
    .argument("[words...]", "used by the script: the words typed so far")
    .addHelpText(
      "after",
      `
Put one line into the shell's own start file:
  bash        eval "$(chatgate completion bash)"
  zsh         eval "$(chatgate completion zsh)"
  fish        chatgate completion fish | source
  powershell  chatgate completion powershell | Out-String | Invoke-Expression`,
    )
    .action((shell: Shell | typeof CANDIDATES, words: readonly string[]) =>
      io.out(shell === CANDIDATES ? listCandidates(program, words).join("\n") : scripts[shell]),
    );
}

/** The subcommand that the scripts call. */
const CANDIDATES = "candidates";

/** Each asks this program for what may follow, and falls back on files. */
const scripts: Readonly<Record<Shell, string>> = {
  bash: `_chatgate() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(chatgate completion ${CANDIDATES} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _chatgate chatgate`,
  zsh: `_chatgate() {
  local -a found
  found=(\${(f)"$(chatgate completion ${CANDIDATES} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  compadd -a found || _files
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _chatgate chatgate`,
  fish: `function __chatgate_complete
  set -l found (chatgate completion ${CANDIDATES} -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
  if test -n "$found[1]"
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c chatgate -f -a '(__chatgate_complete)'`,
  powershell: `Register-ArgumentCompleter -Native -CommandName chatgate -ScriptBlock {
  param($word, $ast, $position)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if (-not $word) { $words += '' }
  chatgate completion ${CANDIDATES} '--' @words 2>$null | Where-Object { $_ -like "$word*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}`,
};

/** Completions of the last word; empty if only files fit. */
function listCandidates(program: Program, words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? "";
  let command = program;
  let operands = 0;
  for (const word of words.slice(0, -1)) {
    const below = command.commands.find((each) => each.name() === word);
    if (below !== undefined) command = below;
    else if (!word.startsWith("-")) operands += 1;
  }
  const before = command.options.find(({ long, short }) => [long, short].includes(words.at(-2) ?? "-"));
  if (before?.argChoices !== undefined) return selectFitting(before.argChoices, last);
  if (before !== undefined && !before.isBoolean() && (before.required || before.optional)) return [];
  if (last.startsWith("-"))
    return selectFitting([...command.options.map(({ long, short }) => long ?? short ?? ""), "--help"], last);
  if (command.commands.length > 0)
    return selectFitting(
      command.commands.map((each) => each.name()),
      last,
    );
  const [argument] = command.registeredArguments;
  if (argument === undefined || operands > 0) return [];
  if (argument.argChoices !== undefined)
    return selectFitting(
      argument.argChoices.filter((choice) => choice !== CANDIDATES),
      last,
    );
  return ["event", "pattern"].includes(argument.name()) ? selectFitting([...commands.keys()], last) : [];
}

const selectFitting = (choices: readonly string[], beginning: string) =>
  choices.filter((choice) => choice.startsWith(beginning));
