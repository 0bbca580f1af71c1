import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { constants } from "node:os";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { guardTerminal, type Io } from "../io.ts";
import { readPlaygroundFiles } from "../playground-files.ts";
import { findPlaygroundPage } from "../playground-page.ts";
import { createPlaygroundRoutes, type PlaygroundRoutes } from "../playground-routes.ts";
import { DEFAULT_FOLDER } from "../policies.ts";
import { createStyle } from "../render/style.ts";
import { type BareDiagnostic, describeListenError, reportProblem } from "../report.ts";
import { reportFault } from "../report-fault.ts";
import { watchFiles } from "../watch-files.ts";
import { type DevOptions, readDevOptions } from "./dev-options.ts";
import { isServerNoise, readFunctionLine } from "./format-log-line.ts";
import { createPolicyTeller, type PolicyTeller } from "./policy-teller.ts";
import { endGroup, forwardSignals, startGroup } from "./process-group.ts";
import { createDevProxy, PLAYGROUND_PATH } from "./proxy.ts";
import { createReceivedCallbacks, type ReceivedCallbacks } from "./received-callbacks.ts";

const SERVERLESS = "node_modules/serverless/bin/serverless.js";
const READY_POLL_MS = 100;

/** Runs until `serverless offline` ends; returns its exit code. */
export async function runDev(args: readonly string[], openIo: (stop: AbortSignal) => Io): Promise<number> {
  const stop = new AbortController();
  const io = guardTerminal(openIo(stop.signal));
  const options = parseOptions(args, io);
  if (typeof options === "number") return options;
  const callbacks = createReceivedCallbacks();
  const routes = await openRoutes(options, callbacks, io);
  const [httpPort, lambdaPort] = [await findFreePort(), await findFreePort()];
  const target = { port: httpPort, ready: waitForPort(httpPort, stop.signal) };
  const hosts: string[] = [];
  const proxy = createDevProxy({
    ...{ target, hosts, routes },
    onExchange: (exchange) => {
      const callback = callbacks.add(exchange);
      if (callback !== undefined) routes?.tellCallback(callback);
    },
  });
  const failed = await listen(proxy, options);
  if (failed !== undefined) return reportProblem(io, failed);
  const { port } = proxy.address() as AddressInfo; // listens on TCP
  hosts.push(`127.0.0.1:${port}`, `localhost:${port}`);

  const child = startGroup(
    [
      SERVERLESS,
      "offline",
      ...["--host", "127.0.0.1", "--httpPort", String(httpPort), "--lambdaPort", String(lambdaPort)],
      ...options.rest,
    ],
    { ...io.env, FORCE_COLOR: "0", NO_COLOR: "1" },
  );
  forwardSignals(child);
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const policies = createPolicyTeller(options.folder, io);
  showOutput(child, options, policies.tellFaults, io);
  target.ready.then(async () => {
    if (!options.json && !stop.signal.aborted) io.out(await describeStart(options, port, routes, policies));
  });
  followPolicies(options, policies, routes, io).catch(() => undefined); // a folder that is removed changes no more
  const [code, signal] = await ended;
  endGroup(child);
  stop.abort();
  proxy.closeAllConnections();
  proxy.close();
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

function parseOptions(args: readonly string[], io: Io): DevOptions | number {
  try {
    return readDevOptions(args, DEFAULT_FOLDER);
  } catch (error) {
    return reportFault(error, io);
  }
}

/** The page of the folder; undefined: it is not built. */
async function openRoutes(
  { folder }: DevOptions,
  callbacks: ReceivedCallbacks,
  io: Io,
): Promise<PlaygroundRoutes | undefined> {
  const page = findPlaygroundPage();
  if (page === undefined) return undefined;
  return createPlaygroundRoutes({
    page: await readFile(page, "utf8"),
    folder: folder ?? DEFAULT_FOLDER,
    readFiles: async () => (await readPlaygroundFiles(resolve(io.cwd, folder ?? DEFAULT_FOLDER))) ?? {},
    listCallbacks: callbacks.list,
  });
}

/** Why the server cannot listen there; undefined: it listens. */
async function listen(server: Server, { port, host }: DevOptions): Promise<BareDiagnostic | undefined> {
  server.listen(port, host);
  try {
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return describeListenError(port, error as NodeJS.ErrnoException); // what a server throws
  }
}

async function findFreePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // listens on TCP
  server.close();
  await once(server, "close");
  return port;
}

/** Resolves when something accepts connections there; more reliable than what the server prints about it. */
async function waitForPort(port: number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await pause(READY_POLL_MS);
  }
}

async function describeStart(
  { folder }: DevOptions,
  port: number,
  routes: PlaygroundRoutes | undefined,
  policies: PolicyTeller,
): Promise<string> {
  const address = `http://127.0.0.1:${port}`;
  const page = routes === undefined ? "not built: `npm run playground`" : `${address}${PLAYGROUND_PATH}`;
  return [
    `chatgate    ${address}/`,
    `playground  ${page}`,
    `${folder === undefined ? "" : `${folder}/: `}${await policies.start()}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function showOutput(
  { stdout, stderr }: ChildProcess,
  { json }: DevOptions,
  onFaults: (faults: readonly string[]) => Promise<void>,
  io: Io,
): void {
  const style = createStyle(io);
  if (stdout === null || stderr === null) return; // both are pipes
  createInterface({ input: stdout }).on("line", (line) => {
    if (json) return isServerNoise(line) ? undefined : io.out(line);
    const shown = readFunctionLine(line, style);
    if (shown.kind === "text") io.out(shown.text);
    if (shown.kind === "policy-faults") onFaults(shown.faults);
  });
  createInterface({ input: stderr }).on("line", (line) => {
    if (json || !isServerNoise(line)) io.err(line);
  });
}

async function followPolicies(
  { folder, json }: DevOptions,
  policies: PolicyTeller,
  routes: PlaygroundRoutes | undefined,
  io: Io,
): Promise<void> {
  if (folder === undefined) return;
  for await (const _ of watchFiles(resolve(io.cwd, folder), io.stop)) {
    await routes?.tellFiles();
    if (!json) await policies.tell();
  }
}
