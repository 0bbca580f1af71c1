import { readdirSync, readFileSync } from "node:fs";
import { drawTerminalPictures } from "../../scripts/terminal-pictures.ts";
import { testRows } from "../support/table.ts";

// A replay, on a busy machine.
const MAX_PICTURE_BYTES = 150_000;

test("the terminals in the pictures say what the commands print today", async () => {
  const pictures = await drawTerminalPictures();
  for (const { path, svg } of pictures) expect(readFileSync(path, "utf8")).toBe(svg); // `npm run pictures` draws them
  const text = pictures.map(({ svg }) => svg.replaceAll(/<[^>]*>/g, "")).join("\n");
  expect(text).toContain("policies/naming.yaml:5:43: ");
  expect(text).toContain("deny by creation/reserved-names, code 10102: This name is reserved.");
});

// Pixels differ by font, so only that they are there, whole, small, and drawn at two by two.
testRows(
  [
    { file: "playground-light.webp", width: 2400, height: 1240 },
    { file: "playground-dark.webp", width: 2400, height: 1240 },
    { file: "report-light.webp", width: 2400, height: 1720 },
    { file: "report-dark.webp", width: 2400, height: 1720 },
  ],
  "$file is a picture",
  ({ file, width, height }) => {
    const picture = readFileSync(`docs/pictures/${file}`);
    expect(picture.toString("latin1", 8, 16)).toBe("WEBPVP8X");
    // RIFF container of WebP: the canvas' sides less one, 24 bits each, from byte 24.
    expect([picture.readUIntLE(24, 3) + 1, picture.readUIntLE(27, 3) + 1]).toEqual([width, height]);
    expect(picture.length).toBeLessThanOrEqual(MAX_PICTURE_BYTES);
  },
);

test("every picture is shown somewhere, and every one that is shown is there", () => {
  const pages = [
    "README.md",
    ...readdirSync("docs")
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  ];
  const shown = pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\bpictures\/([\w.-]+)/g)].map(([, name]) => name),
  );
  expect([...new Set(shown)].sort()).toEqual(readdirSync("docs/pictures").sort());
});
