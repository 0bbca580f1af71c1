import { readFileSync } from "node:fs";
import { codeRows } from "./code-failures.ts";
import { coldStartRows } from "./cold-start-failures.ts";
import { eventRows } from "./event-failures.ts";
import { laterRows } from "./later-failures.ts";
import { limitRows } from "./limit-failures.ts";
import { requestRows } from "./request-failures.ts";
import { setRows } from "./set-failures.ts";

const rows: Readonly<Record<string, () => Promise<void>>> = {
  ...coldStartRows,
  ...laterRows,
  ...setRows,
  ...requestRows,
  ...limitRows,
  ...eventRows,
  ...codeRows,
};

test("docs/failures.md has these rows, and no others", () => {
  const tables = readFileSync("docs/failures.md", "utf8")
    .split("\n\n")
    .filter((block) => block.startsWith("| What breaks |"));
  const lines = tables.flatMap((table) => table.trimEnd().split("\n").slice(2)); // below the heading
  expect(lines.map((line) => /^\| ([^|]+?) \|/.exec(line)?.[1])).toEqual(Object.keys(rows));
});

for (const [name, row] of Object.entries(rows)) test.concurrent(name, row);
