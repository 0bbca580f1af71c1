import { run } from "./main.ts";
import { openTerminalIo } from "./terminal-io.ts";

process.exitCode = await run(process.argv.slice(2), openTerminalIo(new AbortController().signal));
