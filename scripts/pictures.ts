/** Draws docs/pictures/ anew: terminals from what commands print, and the playground in Chromium, light and dark. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makePlaygroundPage } from "./playground-page.ts";
import { drawTerminalPictures } from "./terminal-pictures.ts";

process.chdir(new URL("..", import.meta.url).pathname);
mkdirSync("docs/pictures", { recursive: true });
for (const { path, svg } of await drawTerminalPictures()) {
  writeFileSync(path, svg);
  console.log(`wrote ${path}`);
}

/** The part of playwright-core that is used: its types are in tools/browser, which the type-check goes without. */
type Playwright = {
  readonly chromium: {
    readonly launch: (options: object) => Promise<{
      readonly newPage: (options: object) => Promise<PicturePage>;
      readonly close: () => Promise<void>;
    }>;
  };
};
type PicturePage = {
  readonly goto: (url: string) => Promise<unknown>;
  readonly getByLabel: (label: string, options: object) => { readonly fill: (text: string) => Promise<void> };
  readonly waitForSelector: (selector: string) => Promise<unknown>;
  readonly keyboard: { readonly press: (key: string) => Promise<void> };
  readonly evaluate: (script: string) => Promise<unknown>;
  readonly screenshot: (options: object) => Promise<unknown>;
};

const { chromium } = createRequire(`${process.cwd()}/tools/browser/package.json`)(
  "playwright-core",
) as Playwright; // the part that is used
const folder = mkdtempSync(join(tmpdir(), "chatgate-pictures-"));
const file = join(folder, "playground.html");
writeFileSync(file, (await makePlaygroundPage()).html);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ],
});
for (const colorScheme of ["light", "dark"]) {
  const page = await browser.newPage({
    colorScheme,
    viewport: { width: 1200, height: 620 },
    deviceScaleFactor: 1,
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector("html[data-ready]");
  await page.getByLabel("name", { exact: true }).fill("Оfficiаl suррort");
  await page.keyboard.press("Tab");
  await page.waitForSelector(".trace mark");
  await page.evaluate("scrollTo(0, 0)");
  await page.screenshot({ path: `docs/pictures/playground-${colorScheme}.png` });
  console.log(`wrote docs/pictures/playground-${colorScheme}.png`);
}
await browser.close();
rmSync(folder, { recursive: true });
