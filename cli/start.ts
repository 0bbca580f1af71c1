import { runProgram } from "./main.ts";
import { openTerminalIo } from "./terminal-io.ts";

process.exitCode = await runProgram(process.argv.slice(2), openTerminalIo(new AbortController().signal));
