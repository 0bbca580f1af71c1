import { commands } from "../../lib/commands/generated/index.ts";
import type { Decision, Refusal } from "../../lib/decision.ts";
import type { Ending } from "../../lib/gate/ending.ts";
import { respond } from "../../lib/gate/respond.ts";
import { startTrace } from "../../lib/gate/trace.ts";
import type { Envelope } from "../../lib/replies/envelope.ts";
import { testRows } from "../support/table.ts";

const OK: Envelope = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const refusal = (code: number, message = ""): Refusal => ({ rule: "doc/r", code, message });
const context = { targets: ["ann", "bob", "ann"], payload: { Body: ["one"], Other: 1 } };
const allow: Decision = { verdict: "allow" };

const deny: Decision = {
  verdict: "deny",
  refusal: refusal(7, "no"),
  targets: [refusal(7, "no"), refusal(8, "nor"), refusal(7, "no")],
};

const items = (...codes: readonly (readonly [code: number, info: string])[]) =>
  codes.map(([ResultCode, ResultInfo], index) => ({
    To_Account: context.targets[index],
    ResultCode,
    ResultInfo,
  }));

describe("every ending's response", () => {
  const CREATE = "Group.CallbackBeforeCreateGroup";
  const AFTER = "Group.CallbackAfterCreateGroup";
  const FRIEND = "Sns.CallbackPrevFriendAdd";
  type Fallbacks = Partial<Record<"onUnreadable" | "onFault" | "onDeadline", "deny">>;

  function respondTo(ending: Ending, command: string | undefined, denied: Fallbacks = {}) {
    const settings = { onUnreadable: "allow", onFault: "allow", onDeadline: "allow", ...denied };
    const trace = {
      ...startTrace("r", 0),
      command: commands.get(command ?? ""),
      snapshot: { value: { settings } },
      payload: context.payload,
      facets: { targets: context.targets.map((target) => ({ target })) },
    };
    return respond(ending, trace as unknown as Parameters<typeof respond>[1], "allow"); // only these parts are read
  }

  const decided = (decision: Decision): Ending => ({ kind: "decided", decision, effects: [] });
  const unreadable: Ending = { kind: "unreadable", path: "X" };
  const faulted: Ending = { kind: "faulted", reason: "policy-unavailable", detail: "d" };
  const deadline: Ending = { kind: "deadline" };
  const refused = (ErrorInfo: string) => ({ ...OK, ErrorCode: 1, ErrorInfo });

  type Row = {
    readonly name: string;
    readonly ending: Ending;
    readonly command?: string;
    readonly denied?: Fallbacks;
    readonly envelope: Envelope;
    readonly verdict: string;
    readonly code: number;
  };
  const rows: readonly Row[] = [
    {
      name: "decided",
      ending: decided(deny),
      command: CREATE,
      envelope: { ...OK, ErrorCode: 7, ErrorInfo: "no" },
      verdict: "deny",
      code: 7,
    },
    {
      name: "decided, of what has happened",
      ending: decided(allow),
      command: AFTER,
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    { name: "decided, of no command", ending: decided(allow), envelope: OK, verdict: "allow", code: 0 },
    {
      name: "verified",
      ending: { kind: "verified" },
      command: CREATE,
      denied: { onFault: "deny" },
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    {
      name: "unknown",
      ending: { kind: "unknown", name: "Group.New" },
      denied: { onFault: "deny" },
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    {
      name: "unreadable",
      ending: unreadable,
      command: CREATE,
      denied: { onFault: "deny" },
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    {
      name: "unreadable, denied",
      ending: unreadable,
      command: CREATE,
      denied: { onUnreadable: "deny" },
      envelope: refused("unreadable"),
      verdict: "deny",
      code: 1,
    },
    {
      name: "faulted",
      ending: faulted,
      command: CREATE,
      denied: { onDeadline: "deny" },
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    {
      name: "faulted, denied",
      ending: faulted,
      command: CREATE,
      denied: { onFault: "deny" },
      envelope: refused("policy-unavailable"),
      verdict: "deny",
      code: 1,
    },
    {
      name: "faulted, denied, of what has happened",
      ending: faulted,
      command: AFTER,
      denied: { onFault: "deny" },
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    {
      name: "faulted, denied, of no command",
      ending: faulted,
      denied: { onFault: "deny" },
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    {
      name: "deadline",
      ending: deadline,
      command: CREATE,
      denied: { onUnreadable: "deny" },
      envelope: OK,
      verdict: "allow",
      code: 0,
    },
    {
      name: "deadline, denied",
      ending: deadline,
      command: CREATE,
      denied: { onDeadline: "deny" },
      envelope: refused("deadline"),
      verdict: "deny",
      code: 1,
    },
    {
      name: "deadline, denied, target by target: refused under a code of 0",
      ending: deadline,
      command: FRIEND,
      denied: { onDeadline: "deny" },
      envelope: { ...OK, ResultItem: items([38000, "deadline"], [38000, "deadline"], [38000, "deadline"]) },
      verdict: "deny",
      code: 0,
    },
    {
      name: "deadline, target by target",
      ending: deadline,
      command: FRIEND,
      envelope: { ...OK, ResultItem: items([0, ""], [0, ""], [0, ""]) },
      verdict: "allow",
      code: 0,
    },
  ];
  testRows(rows, ({ ending, command, denied, envelope, verdict, code }) => {
    const body = JSON.stringify(envelope);
    expect(respondTo(ending, command, denied)).toEqual({
      ending,
      status: 200,
      envelope,
      body,
      verdict,
      code,
    });
  });

  test("decided, of what has happened or of no command: a refusal is not answered", () => {
    expect(respondTo(decided(deny), AFTER).envelope).toEqual(OK);
    expect(respondTo(decided(deny), undefined).envelope).toEqual(OK);
  });

  test("rejected", () => {
    const envelope = { ActionStatus: "FAIL", ErrorInfo: "sign-mismatch", ErrorCode: 401 };
    const ending: Ending = { kind: "rejected", status: 401, reason: "sign-mismatch" };
    expect(respondTo(ending, CREATE)).toEqual({
      ending,
      status: 401,
      envelope,
      body: JSON.stringify(envelope),
      verdict: undefined,
      code: 401,
    });
  });
});
