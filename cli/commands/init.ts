import { randomBytes } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Command as Program } from "commander";
import { type Io, usageError } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { DEFAULT_FOLDER } from "../policies.ts";
import { styleOf } from "../render/style.ts";
import { starterFiles } from "../starter.ts";

export function register(program: Program, io: Io): void {
  program
    .command("init")
    .description(
      "Write settings, a first policy with its tests, a list and an example event into an empty folder.",
    )
    .argument("[folder]", "which must be empty, or not there yet", DEFAULT_FOLDER)
    .option("--sdkappid <id>", "your app's SDKAppID, from Chat's console")
    .option("--yes", "ask nothing; without --sdkappid the documentation's 1400000000 is taken")
    .addOption(jsonOption())
    .addHelpText("after", examples("init my-policies --sdkappid 1400000001", "init my-policies --yes"))
    .action(async (folder: string, options: Options) => io.exit(await init(folder, options, io)));
}

type Options = { readonly sdkappid?: string; readonly yes?: boolean; readonly json?: boolean };

/** The documentation's example. */
const SOME_ID = "1400000000";

export async function init(folder: string, { sdkappid, yes, json }: Options, io: Io): Promise<number> {
  const absolute = resolve(io.cwd, folder);
  const there = await readdir(absolute).catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? [] : undefined,
  );
  if (there === undefined) return usageError(io, `${folder} is not a folder: name another`);
  if (there.length > 0)
    return usageError(io, `${folder} is not empty, and nothing is overwritten: name another folder`);
  if (sdkappid === undefined && !yes && io.ask === undefined)
    return usageError(io, "nobody is here to be asked: give --sdkappid, or --yes to take an example's");

  const asked =
    sdkappid ?? (yes ? SOME_ID : await io.ask?.("Your app's SDKAppID (Chat's console shows it)?", SOME_ID));
  if (asked === undefined || !/^[1-9]\d{0,15}$/.test(asked))
    return usageError(io, `"${asked}" is no SDKAppID: it is a number, such as ${SOME_ID}`);
  const files = Object.entries(
    starterFiles({ sdkAppId: Number(asked), token: randomBytes(16).toString("hex") }),
  );
  for (const [file, text] of files) {
    await mkdir(dirname(join(absolute, file)), { recursive: true });
    const mode = file === "tokens.txt" ? 0o600 : 0o644;
    await writeFile(join(absolute, file), text, { flag: "wx", mode }); // never over a file that has come meanwhile
  }

  const written = files.map(([file]) => join(folder, file));
  if (json) io.out(JSON.stringify({ ok: true, written }, null, 2));
  else io.out(guide(folder, written, io));
  return 0;
}

function guide(folder: string, written: readonly string[], io: Io): string {
  const style = styleOf(io);
  const next = [
    `npx chatgate policy check ${folder}`,
    `npx chatgate policy test ${folder}`,
    `npx chatgate explain ${join(folder, "events/create-group.json")} --policies ${folder}`,
  ];
  return [
    ...written.map((file) => `${style.green("wrote")} ${file}`),
    "",
    "Next:",
    ...next.map((line) => `  ${line}`),
    "",
    `${join(folder, "tokens.txt")} holds a new token: enter it in Chat's console, or put the console's there.`,
  ].join("\n");
}
