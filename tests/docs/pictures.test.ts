import { readFileSync, statSync } from "node:fs";
import { drawTerminalPictures } from "../../scripts/terminal-pictures.ts";
import { testRows } from "../support/table.ts";

const MAX_PICTURE_BYTES = 200_000;

test("the terminals in the pictures say what the commands print today", async () => {
  const pictures = await drawTerminalPictures();
  for (const { path, svg } of pictures) expect(readFileSync(path, "utf8")).toBe(svg); // `npm run pictures` draws them
  const text = pictures.map(({ svg }) => svg.replaceAll(/<[^>]*>/g, "")).join("\n");
  expect(text).toContain("policies/naming.yaml:5:43: ");
  expect(text).toContain("deny by creation/reserved-names, code 10102: This name is reserved.");
});

// Pixels differ by font, so only that they are there, whole and small.
testRows(
  [{ file: "playground-light.png" }, { file: "playground-dark.png" }],
  "$file is a picture",
  ({ file }) => {
    const path = `docs/pictures/${file}`;
    expect(readFileSync(path).subarray(1, 4).toString()).toBe("PNG");
    expect(statSync(path).size).toBeLessThanOrEqual(MAX_PICTURE_BYTES);
  },
);
