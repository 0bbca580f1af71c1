import { inspect, isDeepStrictEqual } from "node:util";

type Body<Row> = (row: Row) => void | Promise<void>;

const showValue = (value: unknown) =>
  inspect(value, { breakLength: Infinity, depth: 4, maxArrayLength: 20, maxStringLength: 200, sorted: true });

/** `$key` in a title stands for the row's value; a string is shown bare. */
function formatTitle(row: object, title: string): string {
  const values = new Map<string, unknown>(Object.entries(row));
  return title.replace(/\$(\w+)/g, (written, key: string) => {
    const value = values.get(key);
    if (typeof value === "string") return value;
    return values.has(key) ? showValue(value) : written;
  });
}

/**
 * One test a row, titled by the row's `name`, or by a title in which `$key` stands for a value of the row.
 * Throws if there is no row, if two rows have one title, and if two are equal but for `name`. Functions
 * are equal only to themselves.
 */
export function testRows<const Row extends { readonly name: string }>(
  rows: readonly Row[],
  body: Body<Row>,
): void;
export function testRows<const Row extends object>(
  rows: readonly Row[],
  title: string,
  body: Body<Row>,
): void;
export function testRows<const Row extends object>(
  rows: readonly Row[],
  ...rest: readonly [Body<Row>] | readonly [string, Body<Row>]
): void {
  const [title, body] = rest.length === 1 ? ["$name", rest[0]] : rest;
  const tests = rows.map((row) => ({ row, title: formatTitle(row, title) }));
  refuseDoubles(tests);
  for (const { row, title } of tests) test(title, async () => body(row));
}

type TitledRow = { readonly row: object; readonly title: string };

function refuseDoubles(tests: readonly TitledRow[]): void {
  if (tests.length === 0) throw new Error("the table has no rows");
  const titles = new Set<string>();
  // By the beginning of their text, so that few are compared in full.
  const alike = new Map<string, { readonly title: string; readonly content: object }[]>();
  for (const { row, title } of tests) {
    if (titles.has(title)) throw new Error(`two rows have the title "${title}"`);
    titles.add(title);
    const { name: _, ...content } = { name: undefined, ...row };
    if (Object.keys(content).length === 0) continue;
    const key = showValue(content);
    const earlier = alike.get(key) ?? [];
    const double = earlier.find((other) => isDeepStrictEqual(other.content, content));
    if (double !== undefined) throw new Error(`row "${title}" repeats row "${double.title}"`);
    alike.set(key, [...earlier, { title, content }]);
  }
}
