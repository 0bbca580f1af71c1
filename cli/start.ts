import { getEventListeners } from "node:events";
import { STOPPED } from "./io.ts";
import { runProgram } from "./main.ts";
import { openTerminalIo } from "./terminal-io.ts";

const interruption = new AbortController();

// Told to a command that listens; the second time, or where none does, it ends the process.
process.on("SIGINT", () => {
  const { signal } = interruption;
  if (signal.aborted || getEventListeners(signal, "abort").length === 0) process.exit(STOPPED);
  interruption.abort();
});

process.exitCode = await runProgram(process.argv.slice(2), openTerminalIo(interruption.signal));
// What a stopped command waited for, such as standard input, would keep the process.
if (interruption.signal.aborted) process.stdout.write("", () => process.exit());
