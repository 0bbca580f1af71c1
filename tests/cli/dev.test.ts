import { readDevOptions } from "../../cli/dev/dev-options.ts";
import { readFunctionLine } from "../../cli/dev/format-log-line.ts";
import { createReceivedCallbacks } from "../../cli/dev/received-callbacks.ts";
import { createStyle } from "../../cli/render/style.ts";
import { testRows } from "../support/table.ts";

const plain = createStyle({ colour: false });
const audit = {
  ...{
    type: "audit",
    v: 1,
    time: "2026-06-15T10:00:00Z",
    requestId: "r-1",
    outcome: "decided",
    code: 0,
    ms: 7,
  },
  command: "Group.CallbackBeforeCreateGroup",
};
const clock = new Date(audit.time).toTimeString().slice(0, 8);

testRows<{
  readonly name: string;
  readonly line: string | object;
  readonly shown: ReturnType<typeof readFunctionLine>;
}>(
  [
    {
      name: "a request that no rule refuses",
      line: { ...audit, decision: "allow" },
      shown: { kind: "text", text: `${clock}  allow     Group.CallbackBeforeCreateGroup  7 ms` },
    },
    {
      name: "a refusal, with its rules and its code",
      line: {
        ...{ ...audit, decision: "deny", code: 10101 },
        effects: [{ rule: "creation/words", effect: "deny", facet: "name", entry: "official" }],
      },
      shown: {
        kind: "text",
        text: `${clock}  deny      Group.CallbackBeforeCreateGroup  creation/words deny "official"  10101  7 ms`,
      },
    },
    {
      name: "a request that is not Chat's",
      line: { ...audit, outcome: "rejected", reason: "sign-missing", code: 401 },
      shown: {
        kind: "text",
        text: `${clock}  rejected  Group.CallbackBeforeCreateGroup  sign-missing  401  7 ms`,
      },
    },
    { name: "metrics, not at all", line: { _aws: {}, Requests: 1 }, shown: { kind: "hidden" } },
    {
      name: "a delivered event, not at all",
      line: { type: "delivered", id: "1" },
      shown: { kind: "hidden" },
    },
    {
      name: "an event that was not delivered, without what is in it",
      line: { type: "undelivered", sealed: "x" },
      shown: { kind: "text", text: "undelivered: an event was not delivered" },
    },
    {
      name: "a warning",
      line: { type: "warning", level: "WARN", message: "unknown command, answered OK", command: "A.B" },
      shown: { kind: "text", text: "warning: unknown command, answered OK A.B" },
    },
    {
      name: "a set that was not taken, as its faults",
      line: { type: "policy", level: "ERROR", faults: ["settings is missing"] },
      shown: { kind: "policy-faults", faults: ["settings is missing"] },
    },
    {
      name: "the frame of the routes, not at all",
      line: " │   POST | http://127.0.0.1:1/  │",
      shown: { kind: "hidden" },
    },
    {
      name: "what a library prints, as it is",
      line: "Deprecated",
      shown: { kind: "text", text: "Deprecated" },
    },
  ],
  ({ line, shown }) => {
    expect(readFunctionLine(typeof line === "string" ? line : JSON.stringify(line), plain)).toEqual(shown);
  },
);

test("a refusal is red, and what passes green", () => {
  const paint = (decision: string) =>
    readFunctionLine(JSON.stringify({ ...audit, decision }), createStyle({ colour: true }));
  expect(paint("deny")).toMatchObject({ text: expect.stringContaining("\u001b[31mdeny\u001b[39m") });
  expect(paint("allow")).toMatchObject({ text: expect.stringContaining("\u001b[32mallow\u001b[39m") });
});

const exchange = {
  ...{ method: "POST", url: "/?CallbackCommand=A.B&OptPlatform=iOS&ClientIP=203.0.113.7", time: 5 },
  ...{
    body: Buffer.from('{"Name":"支持"}'),
    status: 200,
    answer: '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":10101}',
  },
};

test("of the last callbacks twenty are kept, the newest first", () => {
  const callbacks = createReceivedCallbacks();
  for (let count = 0; count < 25; count++) callbacks.add(exchange);
  expect(callbacks.list()).toHaveLength(20);
  expect(callbacks.list()[0]).toEqual({
    ...{ id: 25, time: 5, command: "A.B", platform: "iOS", clientIp: "203.0.113.7" },
    ...{ body: '{"Name":"支持"}', code: 10101 },
  });
});

testRows(
  [
    { name: "no POST", change: { method: "GET" } },
    { name: "no command", change: { url: "/" } },
    { name: "a long body", change: { body: Buffer.alloc(64_001) } },
  ],
  ({ change }) => {
    const callbacks = createReceivedCallbacks();
    expect(callbacks.add({ ...exchange, ...change })).toBe(undefined);
    expect(callbacks.list()).toEqual([]);
  },
);

testRows(
  [
    { name: "nothing", args: [], port: 3000, folder: "policies", rest: [] },
    {
      name: "a folder",
      args: ["--param", "source=dir:tutorial", "--httpPort=3001"],
      ...{ port: 3001, folder: "tutorial", rest: ["--param", "source=dir:tutorial"] },
    },
    {
      name: "a folder in one word",
      args: ["--param=source=dir:tutorial"],
      ...{ port: 3000, folder: "tutorial", rest: ["--param=source=dir:tutorial"] },
    },
    {
      name: "another source",
      args: ["--param", "source=ssm:/chatgate/dev", "--noTimeout"],
      ...{ port: 3000, folder: undefined, rest: ["--param", "source=ssm:/chatgate/dev", "--noTimeout"] },
    },
  ],
  ({ args, port, folder, rest }) => {
    expect(readDevOptions(args, "policies")).toEqual({ host: "127.0.0.1", json: false, port, folder, rest });
  },
);
