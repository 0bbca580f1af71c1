/** One test a row. Two with the same title are refused, and two of the same data; what functions do is not seen. */
export function testRows<Row extends { readonly name: string }>(
  rows: readonly Row[],
  body: (row: Row) => void | Promise<void>,
): void {
  const seen = new Map<string, string>();
  for (const { name, ...rest } of rows) {
    const isData = !Object.values(rest).some((value) => typeof value === "function");
    for (const key of [name, ...(isData ? [JSON.stringify(rest)] : [])]) {
      const other = seen.get(key);
      if (other !== undefined) throw new Error(`row "${name}" repeats row "${other}"`);
      seen.set(key, name);
    }
  }
  test.each(rows)("$name", body);
}
