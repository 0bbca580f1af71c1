import { allowOrDeny } from "../../lib/replies/allow-or-deny.ts";
import { allowOrDenyOrDropOrMask } from "../../lib/replies/allow-or-deny-or-drop-or-mask.ts";
import { allowOrDenyOrTrim } from "../../lib/replies/allow-or-deny-or-trim.ts";
import { perTarget } from "../../lib/replies/per-target.ts";
import { readAnswer } from "../../lib/replies/read-answer.ts";
import { testRows } from "../support/table.ts";

const replies = {
  plain: allowOrDeny({ codes: [5, 9] }),
  trim: allowOrDenyOrTrim({ codes: [5, 9], refused: "Refused" }),
  message: allowOrDenyOrDropOrMask({ codes: null, body: "Body", rewrite: () => undefined }),
  targets: perTarget({ codes: [5, 9] }),
};
const OK = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const text = { MsgType: "TIMTextElem", MsgContent: { Text: "hi" } };
const item = (To_Account: unknown, ResultCode: unknown = 0, ResultInfo: unknown = "") => ({
  To_Account,
  ResultCode,
  ResultInfo,
});

type Row = {
  readonly name: string;
  readonly reply: keyof typeof replies;
  readonly answer: unknown;
  readonly targets?: readonly string[];
  /** The envelope, or why it is none that the command documents. */
  readonly read: object | "not-an-answer" | "failed" | "code" | "members";
};
const rows: readonly Row[] = [
  { name: "no envelope", reply: "plain", answer: { ErrorCode: 0 }, read: "not-an-answer" },
  { name: "a failure", reply: "plain", answer: { ...OK, ActionStatus: "FAIL" }, read: "failed" },
  {
    name: "go ahead: a text and members that nobody documents are left out",
    reply: "plain",
    answer: { ...OK, ErrorInfo: "fine", More: 1 },
    read: OK,
  },
  {
    name: "the plain refusal",
    reply: "plain",
    answer: { ...OK, ErrorCode: 1 },
    read: { ...OK, ErrorCode: 1 },
  },
  {
    name: "a refusal with a code of its own: members that nobody documents are left out",
    reply: "plain",
    answer: { ...OK, ErrorCode: 7, ErrorInfo: "no", More: 1 },
    read: { ...OK, ErrorCode: 7, ErrorInfo: "no" },
  },
  {
    name: "a code that is not the command's",
    reply: "plain",
    answer: { ...OK, ErrorCode: 10 },
    read: "code",
  },
  { name: "2 if nothing can be dropped", reply: "plain", answer: { ...OK, ErrorCode: 2 }, read: "code" },
  {
    name: "a text of 501 characters ends at 500",
    reply: "plain",
    answer: { ...OK, ErrorCode: 7, ErrorInfo: "👍".repeat(501) },
    read: { ...OK, ErrorCode: 7, ErrorInfo: "👍".repeat(500) },
  },
  { name: "nobody named", reply: "trim", answer: OK, read: OK },
  { name: "an empty list of names", reply: "trim", answer: { ...OK, Refused: [] }, read: OK },
  {
    name: "accounts by name",
    reply: "trim",
    answer: { ...OK, Refused: ["ann", "bob"] },
    read: { ...OK, Refused: ["ann", "bob"] },
  },
  { name: "an account as a number", reply: "trim", answer: { ...OK, Refused: ["ann", 7] }, read: "members" },
  { name: "names as a text", reply: "trim", answer: { ...OK, Refused: "ann" }, read: "members" },
  { name: "a message as it was", reply: "message", answer: OK, read: OK },
  { name: "dropped", reply: "message", answer: { ...OK, ErrorCode: 2 }, read: { ...OK, ErrorCode: 2 } },
  { name: "neither 1 nor 2", reply: "message", answer: { ...OK, ErrorCode: 3 }, read: "code" },
  {
    name: "rewritten",
    reply: "message",
    answer: { ...OK, Body: [text, text], CloudCustomData: "c", More: 1 },
    read: { ...OK, Body: [text, text], CloudCustomData: "c" },
  },
  { name: "only the body", reply: "message", answer: { ...OK, Body: [text] }, read: { ...OK, Body: [text] } },
  {
    name: "only custom data",
    reply: "message",
    answer: { ...OK, CloudCustomData: "" },
    read: { ...OK, CloudCustomData: "" },
  },
  {
    name: "custom data as an object",
    reply: "message",
    answer: { ...OK, CloudCustomData: {} },
    read: "members",
  },
  { name: "a body without elements", reply: "message", answer: { ...OK, Body: [] }, read: "members" },
  { name: "a body as a text", reply: "message", answer: { ...OK, Body: "hi" }, read: "members" },
  { name: "an element of null", reply: "message", answer: { ...OK, Body: [text, null] }, read: "members" },
  {
    name: "an element without a type",
    reply: "message",
    answer: { ...OK, Body: [text, { MsgContent: {} }] },
    read: "members",
  },
  {
    name: "an element without content",
    reply: "message",
    answer: { ...OK, Body: [{ MsgType: "TIMTextElem" }, text] },
    read: "members",
  },
  {
    name: "an element with null for content",
    reply: "message",
    answer: { ...OK, Body: [{ MsgType: "TIMTextElem", MsgContent: null }] },
    read: "members",
  },
  {
    name: "an item each, put into the request's order",
    reply: "targets",
    targets: ["ann", "bob"],
    answer: { ...OK, ResultItem: [item("bob", 9, "no"), item("ann")] },
    read: { ...OK, ResultItem: [item("ann"), item("bob", 9, "no")] },
  },
  {
    name: "an item without a text",
    reply: "targets",
    targets: ["ann"],
    answer: { ...OK, ResultItem: [{ To_Account: "ann", ResultCode: 5 }] },
    read: { ...OK, ResultItem: [item("ann", 5)] },
  },
  {
    name: "an item too few",
    reply: "targets",
    targets: ["ann", "bob"],
    answer: { ...OK, ResultItem: [item("ann")] },
    read: "members",
  },
  { name: "no items, about nobody", reply: "targets", targets: [], answer: OK, read: "members" },
  {
    name: "an item that is none, beside good ones",
    reply: "targets",
    targets: ["ann"],
    answer: { ...OK, ResultItem: [null, item("ann")] },
    read: "members",
  },
  {
    name: "an account as a number",
    reply: "targets",
    targets: ["ann"],
    answer: { ...OK, ResultItem: [item("ann"), item(7)] },
    read: "members",
  },
  {
    name: "an item's code as a text",
    reply: "targets",
    targets: ["ann"],
    answer: { ...OK, ResultItem: [item("ann", "5")] },
    read: "members",
  },
  {
    name: "an item's text as a number",
    reply: "targets",
    targets: ["ann"],
    answer: { ...OK, ResultItem: [item("ann", 5, 5)] },
    read: "members",
  },
  {
    name: "an item's code that is not the command's",
    reply: "targets",
    targets: ["ann"],
    answer: { ...OK, ResultItem: [item("ann", 4)] },
    read: "members",
  },
  {
    name: "a code for the whole request, which Chat takes for a failure",
    reply: "targets",
    targets: ["ann"],
    answer: { ...OK, ErrorCode: 5, ResultItem: [item("ann")] },
    read: "code",
  },
];

testRows(rows, "$reply: $name", ({ reply, answer, targets = ["ann"], read }) => {
  const expected =
    typeof read === "string" ? { kind: "invalid", reason: read } : { kind: "answer", envelope: read };
  expect(readAnswer(answer, replies[reply], { targets, payload: {} })).toStrictEqual(expected);
});
