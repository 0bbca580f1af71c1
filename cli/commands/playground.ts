import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command as Program } from "commander";
import type { Io } from "../io.ts";
import { createJsonOption, formatExamples, parsePort } from "../options.ts";
import { type FileChange, readPlaygroundFiles, savePlaygroundFiles } from "../playground-files.ts";
import { findPlaygroundPage } from "../playground-page.ts";
import { servePlayground } from "../playground-server.ts";
import { DEFAULT_FOLDER } from "../policies.ts";
import { describeListenError, reportProblem } from "../report.ts";

export function registerPlayground(program: Program, io: Io): void {
  program
    .command("playground")
    .description(
      "Open a folder's policies in a page on this machine: edit, check, decide, explain, run tests.",
    )
    .argument("[folder]", "the folder that holds settings.yaml", DEFAULT_FOLDER)
    .option("--port <port>", "the port on 127.0.0.1; 0 takes a free one", parsePort, 0)
    .option("--save", "let the page write changed files back to the folder")
    .addOption(createJsonOption())
    .addHelpText(
      "after",
      `
The page reads the folder; tokens.txt stays out. It follows changes to the files until something is edited in the page.
With --save it has a button that writes what was edited, unless the file on disk has changed in the meantime. Whoever has
the address can read the policies, and with --save write them, on this machine only. Ctrl+C ends it.
${formatExamples("playground", "playground policies --port 8123", "playground policies --save")}`,
    )
    .action(async (folder: string, options: Options) => io.exit(await openPlayground(folder, options, io)));
}

type Options = { readonly port: number; readonly save?: boolean; readonly json?: boolean };

async function openPlayground(folder: string, { port, save, json }: Options, io: Io): Promise<number> {
  const directory = resolve(io.cwd, folder);
  const files = await readPlaygroundFiles(directory);
  if (files === undefined) return reportProblem(io, { code: "not-a-folder", token: folder });
  const page = findPlaygroundPage();
  if (page === undefined) return reportProblem(io, { code: "page-missing" });
  const source = {
    page: await readFile(page, "utf8"),
    folder,
    directory,
    readFiles: async () => (await readPlaygroundFiles(directory)) ?? {},
    ...(save && {
      save: (changes: readonly FileChange[]) => savePlaygroundFiles(directory, changes),
    }),
  };
  const server = await servePlayground(source, port, io.stop).catch((error: NodeJS.ErrnoException) => error);
  if (server instanceof Error) {
    if (server.syscall !== "listen") throw server;
    return reportProblem(io, describeListenError(port, server));
  }
  const { url } = server;
  io.out(
    json
      ? JSON.stringify({ url, folder }, null, 2)
      : `The playground of ${folder} is at ${url}\nCtrl+C ends it.`,
  );
  await server.closed;
  return 0;
}
