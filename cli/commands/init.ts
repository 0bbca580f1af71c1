import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Option, type Command as Program } from "commander";
import { type Io, SAFE_PROGRAM } from "../io.ts";
import { isThere, writeOutput } from "../named-files.ts";
import { createJsonOption, formatExamples, isSdkAppId } from "../options.ts";
import { DEFAULT_FOLDER } from "../policies.ts";
import { createStyle } from "../render/style.ts";
import { reportProblem, reportUsageError, reportWarning } from "../report.ts";
import { createStarterFiles, SCHEMA_FOLDER } from "../starter.ts";
import { createWorkflow, WORKFLOW_FILE } from "../starter-workflow.ts";

export function registerInit(program: Program, io: Io): void {
  program
    .command("init")
    .description(
      "Write settings, a first policy with its tests, a list and an example event into an empty folder.",
    )
    .argument("[folder]", "target folder (must be empty or not exist)", DEFAULT_FOLDER)
    .option("--sdkappid <id>", "your app's SDKAppID, from Chat's console")
    .option("--yes", "do not ask; without --sdkappid, use the documentation's 1400000000")
    .addOption(
      new Option("--ci <service>", "add a workflow: check, test, diff as a comment, push on merge").choices([
        "github",
      ]),
    )
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      formatExamples("init my-policies --sdkappid 1400000001", "init my-policies --yes --ci github"),
    )
    .action(async (folder: string, options: Options) => io.exit(await initFolder(folder, options, io)));
}

type Options = {
  readonly sdkappid?: string;
  readonly yes?: boolean;
  readonly ci?: "github";
  readonly json?: boolean;
};

/** The documentation's example. */
const EXAMPLE_SDKAPPID = "1400000000";
const MAX_QUESTIONS = 3;
const schemas = ["settings", "policy", "policy-test"].map((name) => `${name}.schema.json`);

async function initFolder(folder: string, { sdkappid, yes, ci, json }: Options, io: Io): Promise<number> {
  const absolute = resolve(io.cwd, folder);
  const entries = await readdir(absolute).catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? [] : undefined,
  );
  if (entries === undefined) return reportProblem(io, { code: "not-a-folder", token: folder });
  if (entries.length > 0) return reportProblem(io, { code: "folder-occupied", token: folder });
  const workflow = resolve(io.cwd, WORKFLOW_FILE);
  if (ci !== undefined && (!/^[\w.][\w./-]*$/.test(folder) || folder.split("/").includes("..")))
    return reportUsageError(
      io,
      `${folder} cannot be used in a workflow. Name a folder below this one, without spaces.`,
    );
  if (ci !== undefined && (await isThere(workflow)))
    return reportProblem(io, { code: "file-exists", token: WORKFLOW_FILE });
  if (sdkappid === undefined && !yes && io.ask === undefined)
    return reportUsageError(io, "Not a terminal. Pass --sdkappid, or --yes for the example's.");

  const id = sdkappid ?? (yes ? EXAMPLE_SDKAPPID : await askForId(io));
  if (!isSdkAppId(id)) return reportUsageError(io, explainId(id));
  const token = randomBytes(16).toString("hex");
  const files: (readonly [string, string])[] = [
    ...Object.entries(createStarterFiles({ sdkAppId: Number(id), token })),
    ...(await readSchemas(io)),
  ].map(([file, text]) => [join(folder, file), text]);
  if (ci !== undefined) files.push([WORKFLOW_FILE, createWorkflow(folder)]);
  for (const [file, text] of files) {
    const path = resolve(io.cwd, file);
    const mode = file.endsWith("tokens.txt") ? 0o600 : 0o644;
    await writeOutput(path, text, { flag: "wx", mode }); // never overwrites a file created in the meantime
  }

  const written = files.map(([file]) => file);
  if (json) io.out(JSON.stringify({ ok: true, written }, null, 2));
  else io.out(describeNextSteps(folder, written, io));
  return 0;
}

const explainId = (text: string) =>
  `"${text}" is not an SDKAppID. Give a number such as ${EXAMPLE_SDKAPPID}.`;

/** The last of a few answers, valid or not. */
async function askForId(io: Io): Promise<string> {
  let answer = "";
  for (let asked = 0; asked < MAX_QUESTIONS; asked++) {
    answer = (await io.ask?.("Your app's SDKAppID (Chat's console shows it)?", EXAMPLE_SDKAPPID)) ?? "";
    if (isSdkAppId(answer)) break;
    if (asked < MAX_QUESTIONS - 1)
      reportWarning(io, { code: "usage", details: { problem: explainId(answer) } });
  }
  return answer;
}

async function readSchemas({ schemas: source }: Io): Promise<readonly (readonly [string, string])[]> {
  if (source === undefined) return [];
  return Promise.all(
    schemas.map(
      async (name) => [join(SCHEMA_FOLDER, name), await readFile(join(source, name), "utf8")] as const,
    ),
  );
}

function describeNextSteps(folder: string, written: readonly string[], io: Io): string {
  const style = createStyle(io);
  const program = io.program ?? SAFE_PROGRAM;
  const next = [
    `${program} policy check ${folder}`,
    `${program} policy test ${folder}`,
    `${program} explain ${join(folder, "events/create-group.json")} --policies ${folder}`,
  ];
  return [
    ...written.map((file) => `${style.green("wrote")} ${file}`),
    "",
    "Next:",
    ...next.map((line) => `  ${line}`),
    "",
    `${join(folder, "tokens.txt")} holds a new token: enter it in Chat's console, or put the console's there.`,
    ...(written.includes(WORKFLOW_FILE) ? [`${WORKFLOW_FILE} says at its beginning what it needs.`] : []),
  ].join("\n");
}
