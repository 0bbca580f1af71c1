/** `npm run dev`: the gate under `serverless offline`, its log in readable lines, and the playground beside it. */
import { openTerminalIo } from "../terminal-io.ts";
import { runDev } from "./run-dev.ts";

process.exitCode = await runDev(process.argv.slice(2), openTerminalIo);
