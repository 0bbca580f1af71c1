import { spawn } from "node:child_process";
import { once } from "node:events";
import { testRows } from "../../support/table.ts";
import { createRecordingLine, createTraffic } from "../../support/traffic.ts";
import { openTerminal, SETTINGS, type Terminal } from "../terminal.ts";

/** A process starts within seconds, also on machines that others use. */
const PROCESS_MS = 60_000;
const CREATE = "Group.CallbackBeforeCreateGroup";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal({
    "policies/settings.yaml": SETTINGS,
    "policies/p.yaml": `rules:\n  - { id: types, on: ${CREATE}, when: groupType == "Public", deny: { code: 10101 } }\n`,
  });
});
afterEach(() => terminal.close());

/** The command line as a process of its own, which reads `input`. */
async function pipe(input: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [`${__dirname}/../../../bin/chatgate.cjs`, ...args], {
    cwd: terminal.folder,
    stdio: "pipe",
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  child.stdin.end(input);
  const [code] = await once(child, "close");
  return { code, out, err };
}

test(
  "why explains an audit line from standard input, as Lambda's log holds it",
  async () => {
    const audit = {
      ...{ type: "audit", v: 1, time: "2026-06-15T09:20:00.000Z", requestId: "r-2", command: CREATE },
      ...{ outcome: "decided", decision: "allow", code: 0, passed: 1, ms: 1 },
      facets: { groupType: "Public", operator: "380de648380de648" },
    };
    const wrapped = JSON.stringify({ timestamp: "2026-06-15T09:20:00.000Z", message: audit });
    const { code, out, err } = await pipe(`${wrapped}\n`, "why", "-", "--policies", "policies");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain('  groupType  "Public"\n');
    expect(out).toContain("would deny 10101 by p/types");
    const none = await pipe("hello\n", "why", "-", "--policies", "policies");
    expect([none.code, none.err]).toEqual([1, expect.stringContaining("no audit line")]);
  },
  PROCESS_MS,
);

testRows(
  [
    { line: "why r-1 --log none.log --policies policies" },
    { line: "why r-1 --log none.log" },
    { line: "policy shadow --log none.log --policies policies" },
  ],
  "a log file that is missing is an error with its code: $line",
  async ({ line }) => {
    expect(await terminal.chatgate(line)).toEqual({
      ...{ code: 2, out: "" },
      err: expect.stringMatching(/^chatgate: The log cannot be read .*\(ENOENT\).* \[log-unreadable\]$/),
    });
  },
);

test(
  "replay reads requests from standard input",
  async () => {
    const lines = createTraffic(30).map((request) => createRecordingLine(request));
    const { code, out } = await pipe(lines.join("\n"), "replay", "-", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ requests: 30, grades: { recording: 30 } });
  },
  PROCESS_MS,
);
