/** Draws docs/pictures/: terminals from what commands print; the playground and a report in Chromium, light and dark. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { drawDevPicture } from "./pictured-dev.ts";
import { makePlaygroundPage } from "./playground-page.ts";
import { drawTerminalPictures, writePicturedReport } from "./terminal-pictures.ts";

process.chdir(new URL("..", import.meta.url).pathname);
mkdirSync("docs/pictures", { recursive: true });
for (const { path, svg } of [...(await drawTerminalPictures()), await drawDevPicture()]) {
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
  readonly context: () => { readonly newCDPSession: (page: PicturePage) => Promise<DevTools> };
  readonly close: () => Promise<void>;
};
type DevTools = { readonly send: (method: string, options: object) => Promise<{ readonly data: string }> };

type Scene = {
  readonly name: string;
  readonly html: string;
  readonly height: number;
  readonly prepare: (page: PicturePage) => Promise<void>;
};

/** CSS pixels; a picture has two by two pixels for each. */
const WIDTH = 1200;
const SCALE = 2;
const QUALITY = 65;

const scenes: readonly Scene[] = [
  {
    name: "playground",
    html: (await makePlaygroundPage()).html,
    height: 620,
    prepare: async (page) => {
      await page.waitForSelector("html[data-ready]");
      await page.getByLabel("name", { exact: true }).fill("Оfficiаl suррort");
      await page.keyboard.press("Tab");
      await page.waitForSelector(".trace mark");
      await page.evaluate("scrollTo(0, 0)");
    },
  },
  { name: "report", html: await writePicturedReport(), height: 860, prepare: async () => {} },
];

const { chromium } = createRequire(`${process.cwd()}/tools/browser/package.json`)(
  "playwright-core",
) as Playwright; // playwright-core has this type; only a part is declared here
const folder = mkdtempSync(join(tmpdir(), "chatgate-pictures-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
  ],
});
for (const { name, html, height, prepare } of scenes)
  for (const colorScheme of ["light", "dark"]) {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, html);
    const page = await browser.newPage({ colorScheme, viewport: { width: WIDTH, height } });
    await page.goto(pathToFileURL(file).href);
    await prepare(page);
    // WebP, a third of a PNG's size; only the debugger protocol can capture it.
    const tools = await page.context().newCDPSession(page);
    const clip = { x: 0, y: 0, width: WIDTH, height, scale: SCALE };
    const { data } = await tools.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, clip });
    const picture = `docs/pictures/${name}-${colorScheme}.webp`;
    writeFileSync(picture, Buffer.from(data, "base64"));
    console.log(`wrote ${picture}`);
    await page.close();
  }
await browser.close();
rmSync(folder, { recursive: true });
