import { createEmptiestPayloads } from "../../lib/authoring/emptiest-payload.ts";
import { readPayload } from "../../lib/callback/read-payload.ts";
import { commandDocs } from "../../lib/commands/generated/docs.ts";
import { checkTexts } from "../support/example-files.ts";
import { testRows } from "../support/table.ts";

const rule = (on: string, when: string, more = "") =>
  `rules:\n  - id: a\n    on: ${on}\n    when: '${when}'\n    observe: {}\n${more}`;
const CREATE = "Group.CallbackBeforeCreateGroup";
const SEND = "Group.CallbackBeforeSendMsg";
const INVITE = "Group.CallbackBeforeInviteJoinGroup";
const NO_NUMBER = rule(CREATE, "int(name) > 3");

type Row = {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Severity, code, and what cannot be computed or may be absent. */
  readonly found: readonly string[];
};

const rows: readonly Row[] = [
  {
    name: "an error on the sample is an error",
    files: { "a.yaml": NO_NUMBER },
    found: [`error error-on-sample ${CREATE} bad-conversion: int(name)`],
  },
  {
    name: "also if the rule is in shadow, since it never says what it would do",
    files: { "a.yaml": `mode: shadow\n${NO_NUMBER}` },
    found: [`error error-on-sample ${CREATE} bad-conversion: int(name)`],
  },
  {
    name: "a warning if the rule is off",
    files: { "a.yaml": rule(CREATE, "int(name) > 3", "    mode: off\n") },
    found: [`warning error-on-sample ${CREATE} bad-conversion: int(name)`],
  },
  {
    name: "a warning if the document is off",
    files: { "a.yaml": `mode: off\n${NO_NUMBER}` },
    found: [`warning error-on-sample ${CREATE} bad-conversion: int(name)`],
  },
  {
    name: "a warning if everything is off",
    files: { "a.yaml": NO_NUMBER, "settings.yaml": "sdkAppIds: [1400000000]\nmode: off\n" },
    found: [`warning error-on-sample ${CREATE} bad-conversion: int(name)`],
  },
  {
    name: "the other warnings of a rule with such an error stay warnings",
    files: { "a.yaml": rule(CREATE, 'groupType == "Klub" && int(name) > 3 || int(name) > 4') },
    found: ["warning unknown-word Klub", `error error-on-sample ${CREATE} bad-conversion: int(name)`],
  },
  {
    name: "every command that a pattern covers is tried",
    files: { "a.yaml": rule('"*.CallbackBeforeSendMsg"', 'custom.json().source == "bot"') },
    found: ["error error-on-sample C2C.CallbackBeforeSendMsg no-such-key: custom.json().source"],
  },
  {
    name: "every target of the sample is tried",
    files: { "a.yaml": rule(INVITE, "int(target) > 3") },
    found: [`error error-on-sample ${INVITE} bad-conversion: int(target)`],
  },
  {
    name: "an item of a list that may be empty",
    files: { "a.yaml": rule(SEND, 'request.MsgBody[0].MsgType == "TIMCustomElem"') },
    found: [`warning error-on-emptiest ${SEND} index-out-of-bounds: request.MsgBody[0]`],
  },
  {
    name: "the same, asked for",
    files: {
      "a.yaml": rule(SEND, 'request.MsgBody.size() > 0 && request.MsgBody[0].MsgType == "TIMCustomElem"'),
    },
    found: [],
  },
  {
    name: "a division by a count that may be 0",
    files: { "a.yaml": rule(INVITE, "100 / targets.size() > 3") },
    found: [`warning error-on-emptiest ${INVITE} division-by-zero: 100 / targets.size()`],
  },
  {
    name: "a field of an element that the emptiest message lacks",
    files: { "a.yaml": rule(SEND, "request.MsgBody.exists(e, e.MsgContent.Text.size() > 3)") },
    found: ["warning unguarded-read e.MsgContent.Text"],
  },
  {
    name: "an optional field, with no second word on what it causes",
    files: { "a.yaml": rule(CREATE, 'request.InviteOption == "FreeAccess"') },
    found: ["warning unguarded-read request.InviteOption"],
  },
  {
    name: "another error beside an optional field",
    files: { "a.yaml": rule(CREATE, "int(name) > 3 || request.InviteOption.size() > 3") },
    found: [
      "warning unguarded-read request.InviteOption",
      `error error-on-sample ${CREATE} bad-conversion: int(name)`,
    ],
  },
  {
    name: "a field that only the second command may leave out",
    files: { "a.yaml": rule(`[${SEND}, Group.CallbackAfterSendMsg]`, 'request.GroupId == "x"') },
    found: ["warning unguarded-read request.GroupId"],
  },
  {
    name: "an optional field after has()",
    files: { "a.yaml": rule(CREATE, 'has(request.InviteOption) && request.InviteOption == "FreeAccess"') },
    found: [],
  },
  {
    name: "custom data that is asked for",
    files: {
      "a.yaml": rule(
        SEND,
        'custom.startsWith("{") && has(custom.json().source) && custom.json().source == "bot"',
      ),
    },
    found: [],
  },
];

testRows(rows, ({ files, found }) => {
  const said = checkTexts(files).diagnostics.map(({ severity, code, token, details }) => {
    const { command, error } = { command: token, error: "", ...(details as object) };
    return [severity, code, command, error].filter(Boolean).join(" ");
  });
  expect(said).toEqual(found);
});

/** The fields of a payload, those of a list's first item included. */
const listFields = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return listFields(value[0]).map((field) => `[].${field}`);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    key,
    ...listFields(inner).map((field) => `${key}.${field}`),
  ]);
};

test("the emptiest payloads are readable, and nothing that is left can be taken away", () => {
  const without = [...commandDocs.values()].filter(({ command }) => {
    const payloads = createEmptiestPayloads(command);
    for (const payload of payloads) {
      expect(readPayload(command, payload).kind).toBe("read");
      for (const key of Object.keys(payload)) {
        const { [key]: _, ...rest } = payload;
        expect({ key, kind: readPayload(command, rest).kind }).toEqual({ key, kind: "unreadable" });
      }
    }
    return payloads.length === 0;
  });
  // A push is one event or a list of them, which no field alone shows.
  expect(without.map(({ command }) => command.name)).toEqual(["Push.AllMemberPush", "Push.OfflinePush"]);
});

test("what is left of a message is its group, its sender and the types of its elements", () => {
  const send = commandDocs.get(SEND);
  const [one = {}, none = {}] = send === undefined ? [] : createEmptiestPayloads(send.command);
  const fields = ["GroupId", "Type", "From_Account", "Operator_Account", "MsgBody"];
  expect(listFields(none)).toEqual(fields);
  expect(listFields(one)).toEqual([...fields, "MsgBody.[].MsgType", "MsgBody.[].MsgContent"]);
});
