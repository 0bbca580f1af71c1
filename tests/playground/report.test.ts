import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openTerminal, SETTINGS, type Terminal } from "../cli/terminal.ts";
import { testRows } from "../support/table.ts";
import { createRecordingLine, createTraffic } from "../support/traffic.ts";
import { type Browser, describeInBrowser, findBarriers, openBrowser } from "./browser.ts";

const PHONE_WIDTH = 360;

describeInBrowser("the report of a replay", () => {
  let browser: Browser;
  let terminal: Terminal;
  let url: string;

  beforeAll(async () => {
    browser = await openBrowser();
    terminal = openTerminal({
      "policies/settings.yaml": SETTINGS,
      "policies/p.yaml": `rules:
  - id: names
    on: "*.CallbackBeforeCreate*"
    when: name.hasWord(lists.reserved)
    deny: {}
`,
      "policies/lists/reserved.txt": "official\n",
      "a.jsonl": createTraffic(600, 5)
        .map((request) => createRecordingLine(request))
        .join("\n"),
    });
    await terminal.chatgate("replay a.jsonl --against recorded --report report.html --show-text");
    url = pathToFileURL(join(terminal.folder, "report.html")).href;
  });
  afterAll(async () => {
    await browser?.close();
    terminal?.close();
  });

  testRows(
    [
      { name: "light", dark: false, width: 1440, paper: "rgb(255, 255, 255)" },
      { name: "dark", dark: true, width: 1440, paper: "rgb(13, 17, 23)" },
      { name: "on a phone", dark: false, width: PHONE_WIDTH, paper: "rgb(255, 255, 255)" },
    ],
    "is drawn $name, asks for nothing, says nothing, has no serious barrier, and fits",
    async ({ dark, width, paper }) => {
      const { page, requests, said } = await browser.visit(url, { dark, width, isStatic: true });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(paper);
      expect(await page.locator("svg").count()).toBe(3);
      const bar = await page.locator("svg rect.refused").nth(1).boundingBox();
      expect(bar?.width).toBeGreaterThan(width / 100);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(said).toEqual([]);
      expect(requests).toEqual([url]);
      expect(await findBarriers(page)).toEqual([]);
      await page.close();
    },
  );

  test("is printed dark on white, whole tables, whatever the screen is", async () => {
    const { page } = await browser.visit(url, { dark: true, isStatic: true });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const styles = await page.evaluate(() =>
      [document.body, document.querySelector(".wide")].map((element) => {
        const { backgroundColor, color, overflowX } = getComputedStyle(element ?? document.body);
        return { backgroundColor, color, overflowX };
      }),
    );
    expect(styles[0]).toMatchObject({ backgroundColor: "rgb(255, 255, 255)", color: "rgb(0, 0, 0)" });
    expect(styles[1]).toMatchObject({ overflowX: "visible" });
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.toString("latin1", 0, 5)).toBe("%PDF-");
    await page.close();
  });

  test("no script of a stranger would run in it", async () => {
    const { page, said } = await browser.visit(url, { isStatic: true });
    const title = await page.evaluate(() => {
      document.head.append(
        Object.assign(document.createElement("script"), { textContent: "document.title = 'broken'" }),
      );
      return document.title;
    });
    expect(title).toMatch(/^chatgate replay: /);
    expect(said.join("\n")).toContain("Content Security Policy");
    await page.close();
  });
});
