import { Command as Program } from "commander";
import { createJsonOption, parsePort } from "../options.ts";

export type DevOptions = {
  readonly port: number;
  readonly host: string;
  readonly json: boolean;
  /** The folder that the policies are read from; undefined: they come from elsewhere. */
  readonly folder: string | undefined;
  /** The arguments for `serverless offline`. */
  readonly rest: readonly string[];
};

function createDevProgram(): Program {
  return new Program("npm run dev --")
    .description("Serve the gate over HTTP on this machine, with one line a request, and the playground.")
    .option("--httpPort <port>", "the port; 0 takes a free one", parsePort, 3000)
    .option("-o, --host <host>", "the address to listen on", "127.0.0.1")
    .addOption(createJsonOption())
    .argument("[options...]", "options of `serverless offline`, such as --param=source=dir:policies")
    .allowUnknownOption()
    .exitOverride()
    .configureOutput({ outputError: () => {} }) // `runDev` says it, with its code
    .addHelpText(
      "after",
      `
Lines are those of the function's log, made readable; --json leaves them as they are. Policies are read again for each
callback. The playground is at /_playground, with the last callbacks: they are kept in memory and are in no log.`,
    );
}

/** Reads what is ours, and leaves the rest to `serverless offline`. Throws as commander does. */
export function readDevOptions(args: readonly string[], defaultFolder: string): DevOptions {
  const program = createDevProgram().parse([...args], { from: "user" });
  const { httpPort, host, json = false } = program.opts<{ httpPort: number; host: string; json?: boolean }>();
  const rest = program.args;
  const [, source = `dir:${defaultFolder}`] = /(?:^|[\s=])source=(\S+)/.exec(rest.join("\n")) ?? [];
  const folder = source.startsWith("dir:") ? source.slice("dir:".length) : undefined;
  return { port: httpPort, host, json, folder, rest };
}
