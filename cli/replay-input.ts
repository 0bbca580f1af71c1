import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MAX_LINE_LENGTH } from "../lib/records/read-lines.ts";
import { type LogSource, readLogStream } from "./log-source.ts";

/** A file, or the lines of one between two offsets. */
export type InputPart = { readonly path: string; readonly start: number; readonly end: number };

/** Files that hold lines; beside them in a folder may stand others. */
const HOLDS_LINES = /\.(jsonl|ndjson|json|log)(\.gz)?$|\.gz$/;

/** All files under the paths given, in the order of their names; or the path that is not there. */
export async function listInputFiles(
  paths: readonly string[],
): Promise<readonly InputPart[] | { readonly missing: string }> {
  const parts: InputPart[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) return { missing: path };
    if (!found.isDirectory()) {
      parts.push({ path, start: 0, end: found.size });
      continue;
    }
    const names = (await readdir(path, { recursive: true })).filter((name) => HOLDS_LINES.test(name)).sort();
    for (const name of names) {
      const { size } = await stat(join(path, name));
      parts.push({ path: join(path, name), start: 0, end: size });
    }
  }
  return parts;
}

export function readInputPart({ path, start, end }: InputPart): LogSource {
  // `end` of a stream counts itself.
  return readLogStream(
    createReadStream(path, { start, end: Math.max(start, end - 1), highWaterMark: 2 ** 18 }),
  );
}

/** Cut into about `count` shares of about the same size; a plain file between two lines, a gzipped one not at all. */
export async function shareInput(
  parts: readonly InputPart[],
  count: number,
): Promise<readonly (readonly InputPart[])[]> {
  const total = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  const size = Math.ceil(total / count);
  const shares = Array.from({ length: count }, (): InputPart[] => []);
  const loads = shares.map(() => 0);
  for (const part of parts) {
    const pieces = part.path.endsWith(".gz") ? [part] : await cutAtLines(part, size);
    for (const piece of pieces) {
      const lightest = loads.indexOf(Math.min(...loads));
      shares[lightest]?.push(piece);
      loads[lightest] = (loads[lightest] ?? 0) + piece.end - piece.start;
    }
  }
  return shares.filter((share) => share.length > 0);
}

async function cutAtLines(part: InputPart, size: number): Promise<readonly InputPart[]> {
  const pieces: InputPart[] = [];
  const file = await open(part.path);
  try {
    let { start } = part;
    while (part.end - start > size) {
      const buffer = Buffer.alloc(Math.min(4 * MAX_LINE_LENGTH, part.end - start - size));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start + size);
      const at = buffer.subarray(0, bytesRead).indexOf(10);
      const end = at < 0 ? start + size + bytesRead : start + size + at + 1;
      if (at < 0 && end < part.end) break; // no line is that long: the rest stays whole
      pieces.push({ path: part.path, start, end });
      start = end;
    }
    if (start < part.end) pieces.push({ path: part.path, start, end: part.end });
  } finally {
    await file.close();
  }
  return pieces;
}
