import { findUnguardedReads } from "../../../lib/policy/cel/facts.ts";
import { testRows } from "../../support/table.ts";
import { compileSource } from "./language.ts";

describe("facts for lints", () => {
  testRows<{ source: string; paths: readonly string[] }>(
    [
      { source: 'request.Name == "x"', paths: ["request.Name"] },
      { source: '[request][0].Name == "x"', paths: [] },
      { source: 'request.MemberList[0].Member_Account == "x"', paths: ["request.MemberList"] },
      { source: "request.MsgBody[0].Index == 7", paths: ["request.MsgBody[0].Index"] },
      { source: "request.MsgBody[owned].Index == 7", paths: [] },
      {
        source: "has(request.MsgBody[0].Index) && request.MsgBody[1].Index == 7",
        paths: ["request.MsgBody[1].Index"],
      },
      { source: "request.MsgBody.exists(e, e.Index == 7)", paths: ["e.Index"] },
      { source: "request.MsgBody.exists(e, has(e.Index) && e.Index == 7)", paths: [] },
      { source: 'request.Type == "x"', paths: [] },
      { source: 'request.Attributes.a == "x"', paths: [] },
      { source: "request.MsgBody.exists(e, e.MsgContent.Index == 7)", paths: [] },
      { source: "has(request.Name)", paths: [] },
      { source: 'has(request.Name) && request.Name == "x"', paths: [] },
      { source: 'has(request.Name) && request["Name"] == "x"', paths: [] },
      { source: 'request.Name == "x" && has(request.Name)', paths: [] },
      { source: 'owned > 1 && has(request.Name) && !(request.Name == "x")', paths: [] },
      { source: 'has(request.CreateGroupNum) && request.Name == "x"', paths: ["request.Name"] },
      { source: '!has(request.Name) || request.Name == "x"', paths: [] },
      { source: '!has(request.Name) && request.Name == "x"', paths: ["request.Name"] },
      { source: 'has(request.Name) || request.Name == "x"', paths: ["request.Name"] },
      { source: 'has(request.Name) == (request.Name == "x")', paths: ["request.Name"] },
      { source: 'has(request.Name) ? request.Name == "x" : true', paths: [] },
      { source: 'has(request.Name) ? true : request.Name == "x"', paths: ["request.Name"] },
      { source: '!has(request.Name) ? true : request.Name == "x"', paths: [] },
      { source: 'request.Name == "x" ? true : false', paths: ["request.Name"] },
      { source: "request.Muted && request.Muted == true", paths: ["request.Muted", "request.Muted"] },
      { source: 'has(request.Name) && (owned > 1 ? request.Name == "x" : true)', paths: [] },
      { source: 'has(request.Name) && (owned > 1 ? true : request.Name == "x")', paths: [] },
      { source: '(has(request.Name) && owned > 1) && request.Name == "x"', paths: [] },
      { source: '(has(request.Name) || owned > 1) && request.Name == "x"', paths: ["request.Name"] },
      { source: '!(has(request.Name) && owned > 1) || request.Name == "x"', paths: [] },
      { source: '!(has(request.Name) || owned > 1) || request.Name == "x"', paths: ["request.Name"] },
      { source: '!(!has(request.Name) || owned > 1) && request.Name == "x"', paths: [] },
      {
        source: 'targets.exists(t, request.Name == t) && request.Name == "x"',
        paths: ["request.Name", "request.Name"],
      },
      { source: "has(request.Name) && targets.exists(t, request.Name == t)", paths: [] },
      {
        source: "has(request.MemberList) && request.MemberList.exists(m, m.Member_Account == owner)",
        paths: [],
      },
    ],
    "reads that nothing vouches for: $source",
    ({ source, paths }) => {
      const found = findUnguardedReads(compileSource(source));
      expect(found.map(({ path }) => path)).toStrictEqual(paths);
    },
  );
  test("a read by its name in quotes has the same path", () =>
    expect(findUnguardedReads(compileSource('owned > 3 || request["Name"] == "x"'))).toEqual([
      { path: "request.Name", range: [13, 28] },
    ]));
  testRows<{ source: string; lists: readonly string[] }>(
    [
      {
        source: 'name in lists["bad-words"] || name in lists.barred',
        lists: ["lists.bad-words", "lists.barred"],
      },
      { source: "request.Type == request.MsgBody[0].MsgType", lists: [] },
      { source: "request.MsgBody.exists(lists, lists.MsgType == name)", lists: [] },
    ],
    "the lists that are read: $source",
    ({ source, lists }) =>
      expect(compileSource(source).constants.map((constant) => constant.name)).toEqual(lists),
  );
  test("names, lists and calls", () => {
    const { names, constants, calls } = compileSource(
      "targets.exists(target, target == owner) && name.hasWord(lists.reserved)",
    );
    expect({ names, constants, calls }).toEqual({
      names: [
        { name: "targets", range: [0, 7] },
        { name: "owner", range: [33, 38] },
        { name: "name", range: [43, 47] },
      ],
      constants: [{ name: "lists.reserved", range: [56, 70] }],
      calls: [{ name: "hasWord", range: [48, 55] }],
    });
  });
});
