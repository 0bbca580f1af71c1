import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { endGroup, forwardSignals, startGroup } from "../../cli/dev/process-group.ts";

/** Starts a process that writes to the same pipes, and says its number. */
const LEAVE_ONE_BEHIND = `
  const left = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
  console.log(left.pid);
`;

async function readNumber({ stdout }: ChildProcess): Promise<number> {
  const [line] = await once(stdout as NonNullable<typeof stdout>, "data"); // a pipe
  return Number(String(line));
}

describe("the processes of `npm run dev`", () => {
  test("what the leader leaves behind is ended, and the pipes with it", async () => {
    const leader = startGroup(["-e", `${LEAVE_ONE_BEHIND} process.exit(3);`], process.env);
    const closed = once(leader, "close");
    const [left, [code]] = await Promise.all([readNumber(leader), once(leader, "exit")]);
    expect(code).toBe(3);
    expect(process.kill(left, 0)).toBe(true);
    endGroup(leader);
    await closed;
    endGroup(leader); // nothing is left of it
  });

  test("a leader that a signal does not end is ended after 8 seconds", async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
    const leader = startGroup(
      ["-e", 'process.on("SIGHUP", () => {}); setInterval(() => {}, 1000); console.log(process.pid);'],
      process.env,
    );
    const exited = once(leader, "exit");
    expect(await readNumber(leader)).toBe(leader.pid);
    forwardSignals(leader);
    process.emit("SIGHUP");
    jest.advanceTimersByTime(7_999);
    expect([leader.exitCode, leader.signalCode]).toEqual([null, null]);
    jest.advanceTimersByTime(1);
    expect(await exited).toEqual([null, "SIGKILL"]);
    jest.useRealTimers();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(signal);
  });
});
