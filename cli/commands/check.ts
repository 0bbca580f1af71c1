import type { Command as Program } from "commander";
import { checkPolicies } from "../../lib/authoring/check-policies.ts";
import { byPlace, type Finding, findingOf, findingsOf, show } from "../../lib/authoring/findings.ts";
import { lint } from "../../lib/authoring/lint.ts";
import type { ParameterFile } from "../../lib/store/directory.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { Io } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { DEFAULT_FOLDER, readFolder } from "../policies.ts";
import { styleOf } from "../render/style.ts";

export function register(program: Program, io: Io): void {
  program
    .command("check")
    .description(
      "Check settings, policies and lists as the gate does, and warn of what is probably not meant.",
    )
    .argument("[folder]", "the folder that holds settings.yaml", DEFAULT_FOLDER)
    .option("--strict", "fail on warnings too")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Every fault is an error (exit 1): the gate would keep its last good set. A warning is a refusal without a message
(no-message), a rule that can never hold (never-holds) or names a word that Chat does not send (unknown-word), an
exemption that has ended (expired-exemption), a list that no rule uses (unused-list), a creation that is guarded while
nobody looks at later changes (unguarded-sibling), and a signature tolerance beyond 300 s (wide-tolerance).
${examples("policy check", "policy check policies --strict", "policy check --json")}`,
    )
    .action(async (folder: string, options: Options) => io.exit(await check(folder, options, io)));
}

type Options = { readonly strict?: boolean; readonly json?: boolean };

export async function check(folder: string, { strict, json }: Options, io: Io): Promise<number> {
  const { files, faults } = await readFolder(folder, io);
  const unread = faults.map(findingOf);
  // What could not be read is missing to the others, which is no fault of theirs.
  const isMissing = ({ at, message }: Finding) =>
    unread.length > 0 && at === undefined && message.startsWith("there are none");
  const checked = checkPolicies(files, sha256);
  const errors = [...unread, ...findingsOf(checked.faults, files, folder).filter((one) => !isMissing(one))];
  const lints = errors.length > 0 || checked.set === undefined ? [] : lint(files, checked.set, io.now());
  const findings = [...errors, ...findingsOf(lints, files, folder)].sort(byPlace);
  const isGood = errors.length === 0 && (!strict || lints.length === 0);

  if (json) io.out(JSON.stringify({ ok: isGood, findings }, null, 2));
  else {
    const style = styleOf(io);
    for (const finding of findings) io.out(`${show(finding, textOf(finding.file, files), style)}\n`);
    const verdict =
      errors.length > 0
        ? style.red("The gate would not take this set")
        : style.green("The gate takes this set");
    const warnings = errors.length > 0 ? "warnings come once that is mended" : count(lints.length, "warning");
    io.out(`${verdict}: ${summary(files)}; ${count(errors.length, "error")}, ${warnings}.`);
  }
  return isGood ? 0 : 1;
}

const textOf = (name: string, files: readonly ParameterFile[]) =>
  files.find(({ file }) => file === name)?.text;

const count = (number: number, noun: string) =>
  `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;

function summary(files: readonly ParameterFile[]): string {
  const policies = files.filter(({ name }) => name.startsWith("policies/"));
  const lists = files.filter(({ name }) => name.startsWith("lists/"));
  const document = count(policies.length, "policy document");
  return `${document}, ${count(lists.length, "list")}`;
}
