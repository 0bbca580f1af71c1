import { createHash } from "node:crypto";
import { drawChanges, drawConcentration, drawHours } from "../../../cli/render/report-charts.ts";
import { commandDocs } from "../../../lib/commands/generated/docs.ts";
import { testRows } from "../../support/table.ts";
import { createRecordingLine, createTraffic } from "../../support/traffic.ts";
import { openTerminal, SETTINGS } from "../terminal.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-06-10T00:00:00Z");
const listTexts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

test("hours have round ticks, days at midnight, and a step for each hour", () => {
  const svg = drawHours({ [START]: [9, 0, 2], [START + HOUR]: [9, 4, 1800], [START + 24 * HOUR]: [9, 1, 3] });
  expect(listTexts(svg)).toEqual([
    ...["0", "500", "1,000", "1,500"],
    ...["2026-06-10", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "2026-06-11"],
    ...["before", "after"],
  ]);
  expect(svg).toContain("at most 1,800 in an hour");
  const [, before = ""] = /class="is" d="([^"]*)"/.exec(svg) ?? [];
  expect(before.match(/[HVL]/g)?.length).toBeGreaterThan(4);
});

test("an hour alone is a step, and none is said to be none", () => {
  expect(drawHours({ [START]: [1, 0, 1] })).toMatch(/class="is" d="M60,24L880,24/);
  expect(drawHours({})).toBe("<p>No request.</p>");
});

test("months are drawn with fewer steps", () => {
  const hours = Object.fromEntries(
    Array.from({ length: 24 * 60 }, (_, index) => [
      START + index * HOUR,
      [1, 0, 1] as [number, number, number],
    ]),
  );
  const svg = drawHours(hours);
  expect(listTexts(svg)).toContain("5 hours a step");
  expect(svg.length).toBeLessThan(30_000);
});

test("bars are as long as their counts, with names that are text", () => {
  const none = { newlyRefused: 0, newlyAllowed: 0, answeredOtherwise: 0 };
  const svg = drawChanges([
    ["naming/<b>", { ...none, newlyRefused: 300, answeredOtherwise: 100 }],
    ["naming/other", { ...none, newlyAllowed: 200 }],
    ["naming/same", none],
  ]);
  expect(
    [...svg.matchAll(/<rect class="(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map((found) =>
      found.slice(1),
    ),
  ).toEqual([
    ["refused", "260", "465"],
    ["allowed", "260", "310"],
    ["otherwise", "725", "155"],
    ...[
      ["refused", "60", "14"],
      ["allowed", "210", "14"],
      ["otherwise", "360", "14"],
    ],
  ]);
  expect(svg).not.toContain("<b>");
  expect(listTexts(svg)).not.toContain("naming/same");
});

test("concentration goes from nobody to all", () => {
  const svg = drawConcentration([6, 3, 1]);
  expect(/class="share" d="([^"]*)"/.exec(svg)?.[1]).toBe("M60,194L333.3,92L606.7,41L880,24");
  expect(listTexts(svg)).toEqual(expect.arrayContaining(["0%", "20%", "100%", "0", "1", "2", "3"]));
});

const MARKER = "<img src=x onerror=alert(1)>";

testRows(
  [
    { name: "a report holds no text", flags: "", shows: false },
    { name: "a report holds texts if they are asked for, as text", flags: "--show-text", shows: true },
  ],
  async ({ flags, shows }) => {
    const rule = (name: string, when: string) =>
      `  - id: ${name}\n    on: "*.CallbackBeforeCreate*"\n    when: '${when}'\n    deny: {}\n`;
    const lines = createTraffic(300, 5).map((request) => createRecordingLine(request));
    const terminal = openTerminal({
      "policies/settings.yaml": SETTINGS,
      "policies/p.yaml": `rules:\n${rule("names", "name.hasWord(lists.reserved)")}`,
      "policies/lists/reserved.txt": "official\n",
      "a.jsonl": lines.join("\n").replaceAll("Official support", `Official ${MARKER}`),
    });
    const { code, err } = await terminal.chatgate(
      `replay a.jsonl --against recorded --report r.html ${flags}`,
    );
    const page = terminal.read("r.html");
    terminal.close();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const tags = (page.match(/<[^>]+>/g) ?? []).join("\n");
    expect(tags).not.toMatch(/<script|<img|\sstyle=|\son\w+=|https?:|url\(/);
    expect(page).not.toMatch(/u_\d|url\(/);
    expect(page.includes("Official &lt;img src=x")).toBe(shows);
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const digest = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-${digest}'"`);
    expect(page.match(/<svg /g)).toHaveLength(3);
  },
);

const SEND = "Group.CallbackBeforeSendMsg";
const RECALL = "Group.CallbackAfterRecallMsg";

test("labels are a table: how many requests have each, and what refuses them", async () => {
  const record = (minute: number, command: string, change: object) =>
    createRecordingLine({
      ...{ command, platform: "iOS", time: START + minute * 60_000, requestId: `l-${minute}` },
      body: { ...commandDocs.get(command)?.sample, ...change },
    });
  const label = (id: string, staff: string) =>
    `  - id: ${id}\n    of: ${SEND}\n    key: request.MsgId\n    from: ${RECALL}\n    when: operator == "${staff}"\n    keys: request.MsgSeqList.map(m, m.MsgId)\n`;
  const terminal = openTerminal({
    "policies/settings.yaml": SETTINGS,
    "policies/p.yaml": `rules:\n  - { id: from, on: ${SEND}, when: sender == "u_noisy", deny: {} }\n`,
    "replay.labels.yaml": `labels:\n${label("recalled", "u_staff")}${label("never", "u_nobody")}`,
    "a.jsonl": [
      record(0, SEND, { From_Account: "u_noisy", MsgId: "m-0" }),
      record(1, SEND, { From_Account: "u_noisy", MsgId: "m-1" }),
      record(2, SEND, { From_Account: "u_quiet", MsgId: "m-2" }),
      record(9, RECALL, {
        Operator_Account: "u_staff",
        MsgSeqList: [0, 2].map((at) => ({ MsgSeq: at, MsgId: `m-${at}` })),
      }),
    ].join("\n"),
  });
  const { code, err } = await terminal.chatgate("replay a.jsonl --against recorded --report r.html");
  const page = terminal.read("r.html");
  terminal.close();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const [, table = ""] = /<h2>By label<\/h2>\n(.*?)<\/section>/s.exec(page) ?? [];
  const rows = [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell),
  );
  expect(rows).toEqual([
    ["label", "requests", "refused", "of the newly refused", "without it, e.g."],
    ["never", "0", "– → –", "0 of 2", expect.stringMatching(/^l-[01], l-[01]$/)],
    ["recalled", "2", "0.0 % → 50.0 %", "1 of 2", "l-1"],
  ]);
});
