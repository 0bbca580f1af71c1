import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { BrowserContext, Page } from "playwright-core";

const packages = createRequire(resolve("tools/browser/package.json"));

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The system's Chromium; undefined if there is none, or the packages of tools/browser are not installed. */
function findChromium(): string | undefined {
  if (!existsSync("tools/browser/node_modules/playwright-core")) return undefined;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const places = [
    process.env.CHROMIUM,
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
  ];
  return places.find((place) => place !== undefined && place !== "" && existsSync(place));
}

const executablePath = findChromium();

/** Tests that need a browser: skipped with a notice if there is none, failed if CI promises it. */
export function describeInBrowser(title: string, define: () => void): void {
  const need = "Needs Chromium (CHROMIUM or PATH) and `npm ci --prefix tools/browser`.";
  if (executablePath !== undefined) describe(title, define);
  else if (process.env.CI === "true")
    test(title, () => {
      throw new Error(need);
    });
  else test.skip(`${title}: skipped. ${need}`, () => {});
}

/** A page, and all that it asked for and said. */
export type Visit = {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly said: readonly string[];
};

export type Browser = {
  readonly visit: (url: string, options?: VisitOptions) => Promise<Visit>;
  readonly close: () => Promise<void>;
};

/** `isStatic`: without a script that says when it is ready. */
type VisitOptions = { readonly width?: number; readonly dark?: boolean; readonly isStatic?: boolean };

const HEIGHT = 900;
const WIDTH = 1440;

export async function openBrowser(): Promise<Browser> {
  const { chromium } = packages("playwright-core") as typeof import("playwright-core"); // types and code are of one package
  const folder = mkdtempSync(join(tmpdir(), "chatgate-browser-"));
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    executablePath: executablePath ?? "",
    args: FLAGS,
    headless: true,
  });
  return {
    visit: async (url, { width = WIDTH, dark = false, isStatic = false } = {}) => {
      const page = await context.newPage();
      const [requests, said]: [string[], string[]] = [[], []];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(String(error.stack)));
      await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
      await page.setViewportSize({ width, height: HEIGHT });
      await page.goto(url);
      if (!isStatic) await page.waitForSelector("html[data-ready]");
      return { page, requests, said };
    },
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What axe finds serious: rule, and where. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  const { source } = packages("axe-core") as { readonly source: string }; // axe's own source, for pages
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(source);
  const { violations } = (await page.evaluate("axe.run(document)")) as {
    readonly violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Replaces the shown file. */
export async function typeFile(page: Page, text: string): Promise<void> {
  await page.locator("#file-panel .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}
