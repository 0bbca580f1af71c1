import { testRules } from "./test-rules.ts";

testRules([
  {
    name: "mask by an unknown list",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reservd", with: "*" } },
    expect: [{ code: "unknown-list", path: ["mask", "list"], token: "reservd", suggestion: "reserved" }],
  },
  {
    name: "mask by an entry",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "[ADMIN]" } },
    expect: [
      { code: "mask-overlaps", path: ["mask", "with"], token: "[ADMIN]", details: { entry: "admin" } },
    ],
  },
  {
    name: "mask by nothing visible",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "\u200b" } },
    expect: [{ code: "mask-invisible", path: ["mask", "with"], token: "\u200b" }],
  },
  {
    name: "mask by half a character",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "\u0301" } },
    expect: [{ code: "mask-joins", path: ["mask", "with"], token: "\u0301" }],
  },
  {
    name: "mask by what joins emoji",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "x\u200d👩\u200d" } },
    expect: [{ code: "mask-joins", path: ["mask", "with"], token: "x\u200d👩\u200d" }],
  },
  {
    name: "mask by half a flag",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "🇦" } },
    expect: [{ code: "mask-joins", path: ["mask", "with"], token: "🇦" }],
  },
  {
    name: "mask by a space",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: " " } },
    expect: [{ code: "mask-invisible", path: ["mask", "with"], token: " " }],
  },
  {
    name: "mask by a character of its own",
    rule: { on: "Group.CallbackBeforeSendMsg", mask: { list: "reserved", with: "*" } },
    expect: [],
  },
]);
