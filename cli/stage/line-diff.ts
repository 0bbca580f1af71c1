export type DiffLine = { readonly sign: "+" | "-" | " "; readonly text: string };

/** The shortest difference line by line; removed lines come before the lines that replace them. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const start = countShared(before, after);
  const end = Math.min(
    countShared(before.toReversed(), after.toReversed()),
    Math.min(before.length, after.length) - start,
  );
  const keepLines = (lines: readonly string[]) => lines.map((text) => ({ sign: " ", text }) as const);
  return [
    ...keepLines(before.slice(0, start)),
    ...diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...keepLines(before.slice(before.length - end)),
  ];
}

function countShared(before: readonly string[], after: readonly string[]): number {
  const differs = before.findIndex((line, at) => line !== after[at]);
  return differs < 0 ? before.length : differs;
}

/** By the longest common subsequence: `common[i][j]` is that of `before` from i and `after` from j. */
function diffMiddle(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const readCommon = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = common[i] as Uint32Array; // i is below its length
      row[j] =
        before[i] === after[j]
          ? readCommon(i + 1, j + 1) + 1
          : Math.max(readCommon(i + 1, j), readCommon(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length; ) {
    const [left, right] = [before[i], after[j]];
    if (left !== undefined && left === right) {
      lines.push({ sign: " ", text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || readCommon(i + 1, j) >= readCommon(i, j + 1))) {
      lines.push({ sign: "-", text: left });
      i += 1;
    } else {
      lines.push({ sign: "+", text: right ?? "" });
      j += 1;
    }
  }
  return lines;
}

/** Without the unchanged lines that are further than `context` from a changed one; `undefined` marks a gap. */
export function findNearChanges(
  lines: readonly DiffLine[],
  context: number,
): readonly (DiffLine | undefined)[] {
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some(({ sign }) => sign !== " ");
  return lines.flatMap((line, at) => (isNear(at) ? [line] : isNear(at - 1) || at === 0 ? [undefined] : []));
}
