import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { commandDocs } from "../../../lib/commands/generated/docs.ts";
import { testRows } from "../../support/table.ts";
import { createRecordingLine, createTraffic } from "../../support/traffic.ts";
import { openTerminal, SETTINGS, type Terminal } from "../terminal.ts";

const RULE = (name: string, when: string, action = "deny: {}") =>
  `  - id: ${name}\n    on: "*.CallbackBeforeCreate*"\n    when: ${when}\n    ${action}\n`;
const BEFORE = `rules:\n${RULE("live", `'groupType == "AVChatRoom"'`)}`;
const AFTER = `${BEFORE}${RULE("names", "'name.hasWord(lists.reserved)'")}`;
const MARKER = "MARKER-7f3a";

const traffic = createTraffic(300, 5);
const lines = traffic.map((request) => createRecordingLine(request));
// A mark in each text that people wrote, so that any output that shows one is found.
const marked = lines.map((line) => line.replaceAll("Official support", `Official ${MARKER}`));

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal({
    "before/settings.yaml": SETTINGS,
    "before/p.yaml": BEFORE,
    "policies/settings.yaml": SETTINGS,
    "policies/p.yaml": AFTER,
    "policies/lists/reserved.txt": "official\n",
    "recordings/a.jsonl": `${marked.slice(0, 150).join("\n")}\n`,
    "recordings/notes.txt": "not a recording",
  });
  writeFileSync(join(terminal.folder, "recordings/b.jsonl.gz"), gzipSync(marked.slice(150).join("\n")));
});
afterEach(() => terminal.close());

test("shows what a rule would have refused, by rule, command and account, and why that is much", async () => {
  const { code, out, err } = await terminal.chatgate("replay recordings --against before");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(
    /^300 requests, 2026-06-10 00:00 to 2026-06-10 04:59, in \d\.\d s · policies against before\n/,
  );
  expect(out).toMatch(/newly refused {6,}\d+ +\d+\.\d % {2}by \d+ accounts/);
  expect(out).toMatch(/p\/names +\d+ +\d+ +· +· +·/);
  expect(out).toMatch(/half of the new refusals fall to \d+ of \d+ accounts/);
  expect(out).toMatch(
    /2026-06-10 \d\d:\d\d {2}\S+BeforeCreate\S+ {2}[0-9a-f]{16} {2}allow → deny \d+ {2}p\/names {2}name {2}r-5-\d+/,
  );
});

test("says nothing of what people wrote, nor who they are, unless it is asked to", async () => {
  for (const flags of ["", "--json", "--tally t.json", "--report r.html"]) {
    const { out, err } = await terminal.chatgate(`replay recordings --against before ${flags}`);
    const written = ["t.json", "r.html"].map((file) => {
      try {
        return readFileSync(join(terminal.folder, file), "utf8");
      } catch {
        return "";
      }
    });
    for (const text of [out, err, ...written]) expect(text).not.toMatch(new RegExp(`${MARKER}|u_\\d`));
  }
  const { out } = await terminal.chatgate("replay recordings --against before --show-text");
  expect(out).toContain(MARKER);
  expect(out).not.toMatch(/u_\d/);
});

/** Each thread compiles its modules first, on machines that others use too. */
const THREADS_MS = 60_000;

test(
  "several threads count as one does, and so do tallies that are merged",
  async () => {
    const countChanges = async (line: string) => {
      const { code, out } = await terminal.chatgate(`replay ${line} --json`);
      const { before: _, after: __, ok, accounts, ...rest } = JSON.parse(out);
      return { code, ok, rest, accounts: Object.keys(accounts).length };
    };
    const whole = await countChanges("recordings --against before");
    expect(whole).toMatchObject({ code: 0, ok: true, rest: { requests: 300 } });
    const dropAccounts = (result: typeof whole) =>
      JSON.stringify(result).replace(/"account":"[0-9a-f]+"/g, "");
    expect(dropAccounts(await countChanges("recordings --against before --workers 3"))).toBe(
      dropAccounts(whole),
    );
    // A limit counts requests in their order, of whichever file: the commands that it covers stay together.
    const limit = "limit: { max: 3, per: 1d, by: groupType }\n    deny: {}";
    const burst = RULE("burst", "'name != \"\"'", limit).replace(
      "*.CallbackBeforeCreate*",
      "Group.CallbackBeforeCreateGroup",
    );
    terminal.write({ "policies/p.yaml": `${AFTER}${burst}` });
    const limited = await countChanges("recordings --against before");
    expect(limited.rest.rules["p/burst"]?.newlyRefused).toBeGreaterThan(0);
    const named = (result: typeof whole) =>
      JSON.parse(JSON.stringify(result).replace(/"account":"[0-9a-f]+"/g, '"account":"x"'));
    expect(named(await countChanges("recordings --against before --workers 3"))).toEqual(named(limited));
    terminal.write({ "policies/p.yaml": AFTER });
    // The key that names accounts is a report's own unless there are tokens.
    terminal.write({ "policies/tokens.txt": "a-token\n" });
    await terminal.chatgate("replay recordings/a.jsonl --against before --tally a.json");
    await terminal.chatgate("replay recordings/b.jsonl.gz --against before --tally b.json");
    expect(dropAccounts(await countChanges("merge a.json b.json"))).toBe(dropAccounts(whole));
  },
  THREADS_MS,
);

const SEND = "Group.CallbackBeforeSendMsg";
const RECALL = "Group.CallbackAfterRecallMsg";
const LABELS = `labels:
  - id: recalled-by-staff
    of: ${SEND}
    key: request.MsgId
    from: ${RECALL}
    when: operator in lists.staff
    keys: request.MsgSeqList.map(m, m.MsgId)
`;
const sent = (minute: number, command: string, change: object) =>
  createRecordingLine({
    ...{ command, platform: "iOS", time: Date.parse("2026-06-10T00:00:00Z") + minute * 60_000 },
    ...{ requestId: `l-${minute}`, body: { ...commandDocs.get(command)?.sample, ...change } },
  });

test("labels: how many of the newly refused were recalled later, in text and in JSON, without what they are known by", async () => {
  terminal.write({
    "policies/p.yaml": `rules:\n  - { id: from, on: ${SEND}, when: sender == "u_noisy", deny: {} }\n`,
    "policies/lists/staff.txt": "u_staff\n",
    "replay.labels.yaml": LABELS,
    "labelled/a.jsonl": [
      ...[0, 1, 2].map((minute) =>
        sent(minute, SEND, { From_Account: "u_noisy", MsgId: `${MARKER}-${minute}` }),
      ),
      sent(3, SEND, { From_Account: "u_quiet", MsgId: `${MARKER}-3` }),
    ].join("\n"),
    "labelled/b.jsonl": sent(9, RECALL, {
      Operator_Account: "u_staff",
      MsgSeqList: [0, 1, 3].map((at) => ({ MsgSeq: at, MsgId: `${MARKER}-${at}` })),
    }),
  });
  const { code, out, err } = await terminal.chatgate("replay labelled --against recorded");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(
    [
      "By label",
      "  recalled-by-staff: 2 of 3 (66.7 %) newly refused have it",
      "    of 3 requests that have it, refused: 0.0 % → 66.7 %",
      "    p/from: 2 of 3 (66.7 %)",
      "    newly refused without it, look at: l-2",
    ].join("\n"),
  );
  const json = await terminal.chatgate("replay labelled --json --tally t.json");
  expect(JSON.parse(json.out).labels).toMatchObject([
    { id: "recalled-by-staff", newlyRefused: { requests: 3, labelled: 2 }, unlabelled: ["l-2"] },
  ]);
  expect(`${json.out}${terminal.read("t.json")}`).not.toMatch(new RegExp(`${MARKER}|u_`));
  const filtered = await terminal.chatgate(
    `replay labelled --on ${SEND} --until 2026-06-10T00:05:00Z --json`,
  );
  expect(JSON.parse(filtered.out)).toMatchObject({
    requests: 4,
    labels: [{ newlyRefused: { requests: 3, labelled: 2 } }],
  });
});

test("labels that are wrong are shown where they stand, and nothing is replayed", async () => {
  terminal.write({ "labels/own.yaml": LABELS.replace("request.MsgId", "request.MsgID") });
  const { code, out, err } = await terminal.chatgate("replay recordings --labels labels/own.yaml");
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^labels\/own\.yaml:4:\d+: .*request\.MsgID.*\[unknown-field\]/);
  expect(err).toMatch(/^labels\/own\.yaml:6:\d+: .*lists\/staff\.txt.*\[unknown-list\]/m);
});

testRows(
  [
    { name: "below the limit", limit: "newly-refused>50%", code: 0 },
    { name: "above the limit", limit: "newly-refused>0.1%", code: 1 },
    { name: "above a number", limit: "newly-refused>3", code: 1 },
    { name: "another count", limit: "newly-allowed>0", code: 0 },
    { name: "no limit at all", limit: "newly-refused", code: 2 },
  ],
  "--fail-if: $name",
  async ({ limit, code }) => {
    expect((await terminal.chatgate(`replay recordings --against before --fail-if "${limit}"`)).code).toBe(
      code,
    );
  },
);

testRows(
  [
    {
      name: "no such file",
      line: "replay nothing",
      err: 'nothing" does not exist. Check the path. [file-missing]',
    },
    {
      name: "no such folder to compare with",
      line: "replay recordings --against no/where",
      err: '--against does not take "no/where"',
    },
    { name: "a set without a stage", line: "replay recordings --set 3", err: "--set needs --stage" },
    { name: "a set that is none", line: "replay recordings --stage dev --set x", err: "Give a set's number" },
    { name: "a time that is none", line: "replay recordings --since soon", err: "--since takes a duration" },
    {
      name: "workers that are none",
      line: "replay recordings --workers many",
      err: "Give a number from 1 to 64.",
    },
    {
      name: "labels that are not there",
      line: "replay recordings --labels no.yaml",
      err: "[file-missing]",
    },
    {
      name: "labels that are no YAML",
      line: "replay recordings --labels recordings/notes.txt",
      err: "--labels takes a .yaml file",
    },
    { name: "a tally that is none", line: "replay merge policies/p.yaml", err: "[tally-invalid]" },
  ],
  "usage: $name",
  async ({ line, err }) => {
    const ran = await terminal.chatgate(line);
    expect([ran.code, ran.out]).toEqual([2, ""]);
    expect(ran.err).toContain(err);
  },
);

test("policies that do not check", async () => {
  terminal.write({ "policies/p.yaml": "rules: []\n" });
  const { code, err } = await terminal.chatgate("replay recordings --against before");
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/ \[no-rules\]\nNothing can be replayed until the policies are valid\./),
  ]);
});

test("the report is one page without script, image or request, and hostile names stay text", async () => {
  terminal.write({
    "recordings/c.jsonl": `${createRecordingLine({ ...(traffic[0] as (typeof traffic)[number]), requestId: "<script>alert(1)</script>", body: { Type: "Public", Name: "official", Operator_Account: "<b>", GroupId: "g" }, command: "Group.CallbackBeforeCreateGroup" })}\n`,
  });
  await terminal.chatgate("replay recordings/c.jsonl --against before --report r.html");
  const html = readFileSync(join(terminal.folder, "r.html"), "utf8");
  expect(html).toContain("default-src 'none'");
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(html).not.toMatch(/<script|<img|<link|<iframe|@import|url\(|\bsrc=|\bon\w+=|https?:/i);
  expect(html.match(/<svg [^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(3);
  expect(html).toContain("prefers-color-scheme: dark");
  expect(html).toContain("@media print");
});
