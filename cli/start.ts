import { getEventListeners } from "node:events";
import { STOPPED } from "./io.ts";
import { runProgram } from "./main.ts";
import { openTerminalIo } from "./terminal-io.ts";

const interruption = new AbortController();

// The first Ctrl-C aborts a command that listens; a second one, or one without a listener, ends the process.
process.on("SIGINT", () => {
  const { signal } = interruption;
  if (signal.aborted || getEventListeners(signal, "abort").length === 0) process.exit(STOPPED);
  interruption.abort();
});

process.exitCode = await runProgram(process.argv.slice(2), openTerminalIo(interruption.signal));
// Pending input, such as standard input, would keep the process alive.
if (interruption.signal.aborted) process.stdout.write("", () => process.exit());
