import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReceivedCallbacks } from "../../cli/dev/received-callbacks.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Browser, describeInBrowser, findBarriers, openBrowser, typeFile } from "./browser.ts";
import { serveFolder } from "./serve.ts";

describeInBrowser("the playground with a server", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "chatgate-playground-"));
    cpSync("policies", folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => browser?.close());

  const writePolicy = (text: string) => writeFileSync(join(folder, "creation.yaml"), text);
  const readPolicy = () => readFileSync(join(folder, "creation.yaml"), "utf8");
  const POLICY = "rules:\n  - id: all\n    on: Group.CallbackBeforeCreateGroup\n    deny: { code: 10109 }\n";

  test("shows a folder as it changes on disk, and only reads it", async () => {
    await serveFolder(folder, async (url) => {
      const { page, said } = await browser.visit(url);
      writePolicy(POLICY);
      await page.getByText("by creation/all, code 10109").first().waitFor();
      expect(await page.getByRole("button", { name: "Save" }).count()).toBe(0);
      expect(await page.getByLabel("Last callbacks").count()).toBe(0);
      expect(said).toEqual([]);
      await page.close();
    });
  });

  test("saves what was edited, by button and by keyboard, and follows the disk again", async () => {
    await serveFolder(
      folder,
      async (url) => {
        const { page, said } = await browser.visit(url);
        await typeFile(page, POLICY);
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByText("Saved: creation.yaml.").waitFor();
        expect(readPolicy()).toBe(POLICY);
        await typeFile(page, POLICY.replace("10109", "10110"));
        await page.keyboard.press("Control+s");
        await waitFor("the file with the edit", () => readPolicy().includes("10110"));
        writePolicy(POLICY.replace("10109", "10111"));
        await page.getByText("code 10111").first().waitFor();
        expect(said).toEqual([]);
        await page.close();
      },
      { canSave: true },
    );
  });

  test("overwrites nothing that has changed on disk, and says so", async () => {
    await serveFolder(
      folder,
      async (url) => {
        const { page } = await browser.visit(url);
        await typeFile(page, POLICY);
        const theirs = POLICY.replace("10109", "10112");
        writePolicy(theirs);
        await page.getByText("The folder has changed.").waitFor();
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByText('Not saved. "creation.yaml" has changed on disk.').waitFor();
        expect(readPolicy()).toBe(theirs);
        await page.close();
      },
      { canSave: true },
    );
  });

  test("opens the last callbacks, and those that come", async () => {
    const callbacks = createReceivedCallbacks();
    const receive = (Name: string) =>
      callbacks.add({
        ...{ method: "POST", status: 200, time: Date.UTC(2026, 5, 15, 3) },
        url: "/?CallbackCommand=Group.CallbackBeforeCreateGroup&OptPlatform=Web&ClientIP=203.0.113.9",
        body: Buffer.from(JSON.stringify({ Operator_Account: "u_zoe", Type: "Public", Name })),
        answer: '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":10102}',
      });
    receive("Official support");
    await serveFolder(
      folder,
      async (url, { tellCallback }) => {
        const { page, said } = await browser.visit(url);
        const picker = page.getByLabel("Last callbacks");
        await picker.selectOption("1");
        await page.getByText("by creation/reserved-names, code 10102").first().waitFor();
        expect(await page.getByLabel("Platform", { exact: true }).inputValue()).toBe("Web");
        expect(await page.getByLabel("Time", { exact: true }).inputValue()).toBe("2026-06-15T03:00:00.000Z");
        const next = receive("Trail runners");
        if (next !== undefined) tellCallback(next);
        await picker.locator("option", { hasText: "·" }).nth(1).waitFor({ state: "attached" });
        expect(await picker.inputValue()).toBe("1");
        await picker.selectOption("2");
        expect(await page.locator(".request .cm-content").textContent()).toContain("Trail runners");
        expect(await page.locator(".verdict").textContent()).toContain("allow");
        expect(await findBarriers(page)).toEqual([]);
        expect(said).toEqual([]);
        await page.close();
      },
      { listCallbacks: callbacks.list },
    );
  });
});
