import { execFileSync } from "node:child_process";
import { buildSync } from "esbuild";
import { jsonTexts } from "./support/json-texts.ts";
import { runtimes } from "./support/runtimes.ts";
import { testRows } from "./support/table.ts";

const versions = runtimes.map((node) => execFileSync(node, ["--version"], { encoding: "utf8" }).trim());

test("CI has Node 24, 22 and 20", () => {
  const majors = versions.map((version) => version.split(".")[0]);
  expect(majors).toEqual(process.env.CI ? ["v24", "v22", "v20"] : expect.arrayContaining(["v24"]));
});

/** `lib/json.ts` for a Node that may not strip types, with the answer to every text. */
const { outputFiles } = buildSync({
  stdin: {
    contents: `import { parseJson } from "./lib/json.ts";
      const texts = ${JSON.stringify(jsonTexts.map(({ text }) => text))};
      process.stdout.write(JSON.stringify(texts.map((text) => ({ value: parseJson(text) }))));`,
    resolveDir: ".",
    loader: "ts",
  },
  bundle: true,
  platform: "node",
  write: false,
});

testRows(
  runtimes.map((node, index) => ({ node, version: versions[index] })),
  "$version reads JSON as every other, with all digits",
  ({ node }) => {
    const [script] = outputFiles;
    const said = execFileSync(node, ["-"], { input: script?.text, encoding: "utf8" });
    expect(JSON.parse(said)).toEqual(jsonTexts.map(({ value }) => (value === undefined ? {} : { value })));
  },
);
