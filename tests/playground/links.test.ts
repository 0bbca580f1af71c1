import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openTerminal, SETTINGS, type Terminal } from "../cli/terminal.ts";
import { type Browser, describeInBrowser, openBrowser } from "./browser.ts";
import { buildPage } from "./build-page.ts";

const SECRET = "token-that-stays-out";
const FILES = {
  "policies/settings.yaml": SETTINGS,
  "policies/tokens.txt": `${SECRET}\n`,
  "policies/naming.yaml": `# A remark that stays.
rules:
  - id: reserved
    on: Group.CallbackBeforeCreateGroup
    when: name.hasWord(lists.reserved)
    deny: { code: 10102, message: Reserved. }
  - id: burst
    on: Group.CallbackBeforeCreateGroup
    limit: { max: 3, per: 1h, by: operator }
    deny: { code: 10103 }
`,
  "policies/lists/reserved.txt": "official\n",
};
const LINE = {
  ...{ type: "audit", v: 1, time: "2026-06-15T09:59:00.000Z", requestId: "r-1", outcome: "decided", ms: 7 },
  ...{ command: "Group.CallbackBeforeCreateGroup", platform: "ios", decision: "deny", code: 10102 },
  effects: [{ rule: "naming/reserved", effect: "deny", facet: "name", entry: "official" }],
  facets: { operator: "8c014f25cec7fa67", groupType: "AVChatRoom" },
};

describeInBrowser("links of the command line", () => {
  let browser: Browser;
  let folder: string;
  let address: string;
  let terminal: Terminal;

  beforeAll(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), "chatgate-links-"));
    const file = join(folder, "playground.html");
    writeFileSync(file, await buildPage());
    address = pathToFileURL(file).href;
    terminal = openTerminal({ ...FILES, "log.jsonl": `${JSON.stringify(LINE)}\n` });
  });
  afterAll(async () => {
    await browser?.close();
    terminal?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const readLink = (out: string) => /^Playground +(\S+)$/m.exec(out)?.[1] ?? "";

  test("explain's opens the same policies and request, with the same verdict and count", async () => {
    const line = `explain Group.CallbackBeforeCreateGroup --set name="Trail runners" --used 3 --link ${address}`;
    const { code, out, err } = await terminal.chatgate(line);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { page, said } = await browser.visit(readLink(out));
    expect(await page.locator(".verdict").textContent()).toBe("deny by naming/burst, code 10103");
    expect(await page.locator(".request .cm-content").textContent()).toContain("Trail runners");
    expect(await page.locator("#file-panel .cm-content").textContent()).toContain("# A remark that stays.");
    expect(await page.getByRole("tab").allTextContents()).toEqual([
      ...["naming.yaml", "lists/reserved.txt", "settings.yaml"],
    ]);
    expect(await page.content()).not.toContain(SECRET);
    expect(said).toEqual([]);
    await page.close();
  });

  test("why's opens what the line has, and says what is the sample's", async () => {
    const { code, out, err } = await terminal.chatgate(
      `why r-1 --log log.jsonl --policies policies --link ${address}`,
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { page } = await browser.visit(readLink(out));
    expect(await page.getByLabel("operator", { exact: true }).inputValue()).toBe("8c014f25cec7fa67");
    expect(await page.getByLabel("groupType", { exact: true }).inputValue()).toBe("AVChatRoom");
    expect(await page.getByLabel("Time", { exact: true }).inputValue()).toBe(LINE.time);
    expect(await page.locator(".notice").textContent()).toMatch(
      /^Request r-1, from its audit line, .* The line does not have .*\bname\b.*: they are the sample's\.$/,
    );
    await page.close();
  });
});
