import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { testRows } from "../support/table.ts";
import { type Browser, describeInBrowser, openBrowser } from "./browser.ts";

const packages = createRequire(resolve("tools/browser/package.json"));

type Diagram = { readonly page: string; readonly line: number; readonly source: string };

const pages = [
  "README.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const diagrams = pages.flatMap((page): readonly Diagram[] => {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(({ 1: source = "", index }) => ({
    ...{ page, line: text.slice(0, index).split("\n").length, source },
  }));
});

describeInBrowser("diagrams of the documentation", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** The texts in the picture that mermaid draws of it; or its error. */
  async function draw(source: string): Promise<readonly string[] | string> {
    const { page } = await browser.visit("about:blank", { isStatic: true });
    await page.addScriptTag({ path: packages.resolve("@mermaid-js/tiny") });
    const drawn = await page.evaluate(async (text) => {
      const { mermaid } = globalThis as unknown as {
        mermaid: { render: (id: string, text: string) => Promise<{ svg: string }> };
      }; // the library's own
      try {
        const { svg } = await mermaid.render("diagram", text);
        document.body.innerHTML = svg;
        const elements = document.querySelectorAll(".nodeLabel, .edgeLabel, .cluster-label");
        return [...elements].map((element) => element.textContent?.trim() ?? "");
      } catch (error) {
        return String(error);
      }
    }, source);
    await page.close();
    return drawn;
  }

  test("the README has one of a request's way", () => {
    expect(diagrams.map(({ page }) => page)).toContain("README.md");
  });

  testRows(diagrams, "$page:$line is drawn, with all its labels", async ({ source }) => {
    const drawn = await draw(source);
    const labels = [...source.matchAll(/\[\(?"?([^\])"]+)"?\)?\]|\|([^|]+)\|/g)].map(([, node, edge]) =>
      (node ?? edge ?? "").replaceAll("<br/>", ""),
    );
    expect(labels.length).toBeGreaterThan(5);
    expect(drawn).toEqual(expect.arrayContaining(labels));
  });

  test("one that is wrong is told to be", async () => {
    expect(await draw("flowchart LR\n  a --> [")).toMatch(/error/i);
  });
});
