import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InvalidArgumentError, type Command as Program } from "commander";
import { readFileRole } from "../../lib/policy-set/files.ts";
import { type Io, usageError } from "../io.ts";
import { examples, jsonOption } from "../options.ts";
import { servePlayground } from "../playground-server.ts";
import { DEFAULT_FOLDER } from "../policies.ts";

export function register(program: Program, io: Io): void {
  program
    .command("playground")
    .description(
      "Open a folder's policies in a page on this machine: edit, check, decide, explain, run tests.",
    )
    .argument("[folder]", "the folder that holds settings.yaml", DEFAULT_FOLDER)
    .option("--port <port>", "the port on 127.0.0.1; 0 takes a free one", parsePort, 0)
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
The page reads the folder and never writes to it; tokens.txt stays out. It follows changes to the files until something
is edited in the page. Whoever has the address can read the policies, on this machine only. Ctrl+C ends it.
${examples("playground", "playground policies --port 8123")}`,
    )
    .action(async (folder: string, options: Options) => io.exit(await openPlayground(folder, options, io)));
}

type Options = { readonly port: number; readonly json?: boolean };

const MAX_PORT = 65_535;

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port;
  throw new InvalidArgumentError(`Give a number from 0 to ${MAX_PORT}.`);
}

/** Beside the sources, and beside the compiled command line. */
const pages = ["../../dist/playground.html", "../playground.html"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

async function openPlayground(folder: string, { port, json }: Options, io: Io): Promise<number> {
  const directory = resolve(io.cwd, folder);
  const files = await readPlaygroundFiles(directory);
  if (files === undefined) return usageError(io, `${folder} is not a folder that can be read.`);
  const page = pages.find((path) => existsSync(path));
  if (page === undefined)
    return usageError(
      io,
      "the page is not built. Run `npm run playground` in chatgate's folder, then try again.",
    );
  const source = {
    page: await readFile(page, "utf8"),
    folder,
    directory,
    readFiles: async () => (await readPlaygroundFiles(directory)) ?? {},
  };
  const server = await servePlayground(source, port, io.stop).catch((error: NodeJS.ErrnoException) => error);
  if (server instanceof Error) {
    if (server.code !== "EADDRINUSE") throw server;
    return usageError(io, `port ${port} is in use. Choose another one, or leave --port out.`);
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

/** Beyond, a browser could not be expected to check it while somebody types. */
const MAX_FILE_BYTES = 1_000_000;

/** Settings, policies, tests and lists by path; never tokens. Undefined: there is no such folder. */
export async function readPlaygroundFiles(
  directory: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const top = await readdir(directory).catch(() => undefined);
  if (top === undefined) return undefined;
  const lists = await readdir(join(directory, "lists")).catch(() => []);
  const paths = [...top, ...lists.map((name) => `lists/${name}`)].filter(isShown);
  const read = await Promise.all(
    paths.map(async (path) => {
      const file = join(directory, path);
      const isReadable = await stat(file).then(
        (found) => found.isFile() && found.size <= MAX_FILE_BYTES,
        () => false,
      );
      return isReadable ? [[path, await readFile(file, "utf8")] as const] : [];
    }),
  );
  return Object.fromEntries(read.flat());
}

function isShown(path: string): boolean {
  if (/(?:^|\/)\./.test(path)) return false; // editors keep their copies so
  if (/^[^/]+\.test\.yaml$/.test(path)) return true;
  const role = readFileRole(path);
  return role.kind === "parameter" && role.name !== "tokens";
}
