import { createReadStream } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MAX_LINE_LENGTH } from "../lib/records/read-lines.ts";
import { type LogSource, readLogStream } from "./log-source.ts";

/** A file, or the lines of one between two offsets. */
export type InputPart = { readonly path: string; readonly start: number; readonly end: number };

/** Names of files to read; a folder's other files are ignored. */
const HOLDS_LINES = /\.(jsonl|ndjson|json|log)(\.gz)?$|\.gz$/;

/** All files under the given paths, sorted by name; or the missing path. */
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
  // `end` of a stream is inclusive.
  return readLogStream(
    createReadStream(path, { start, end: Math.max(start, end - 1), highWaterMark: 2 ** 18 }),
  );
}

/** Parts per thread: few enough to start quickly, enough that threads finish together. */
const PARTS_A_WORKER = 8;
const MIN_PART_BYTES = 2 ** 20;

/** Splits files into parts for threads: plain files between lines, gzipped files not at all. */
export async function cutInput(parts: readonly InputPart[], workers: number): Promise<readonly InputPart[]> {
  const total = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  const size = Math.max(MIN_PART_BYTES, Math.ceil(total / (workers * PARTS_A_WORKER)));
  const pieces: InputPart[] = [];
  for (const part of parts)
    pieces.push(...(part.path.endsWith(".gz") ? [part] : await cutAtLines(part, size)));
  // Longest first, so that no thread starts the longest last.
  return pieces.sort((a, b) => b.end - b.start - (a.end - a.start));
}

/** Bytes per read when searching for a line end. */
const SEARCH_BYTES = 2 ** 16;

async function cutAtLines(part: InputPart, size: number): Promise<readonly InputPart[]> {
  const { path } = part;
  if (part.end - part.start <= size) return [part];
  const pieces: InputPart[] = [];
  const file = await open(path);
  try {
    if (await isZipped(file)) return [part];
    let { start } = part;
    while (part.end - start > size) {
      const end = await findLineEnd(file, start + size, part.end);
      if (end === undefined) break; // no valid line is that long: the rest is one part
      pieces.push({ path, start, end });
      start = end;
    }
    if (start < part.end) pieces.push({ path, start, end: part.end });
  } finally {
    await file.close();
  }
  return pieces;
}

/** Decided by the file's content, not its name. */
async function isZipped(file: FileHandle): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return buffer[0] === 0x1f && buffer[1] === 0x8b;
}

/** The offset after the line that contains `from`. */
async function findLineEnd(file: FileHandle, from: number, end: number): Promise<number | undefined> {
  const buffer = Buffer.alloc(SEARCH_BYTES);
  for (let at = from; at < end && at - from < 4 * MAX_LINE_LENGTH; ) {
    const { bytesRead } = await file.read(buffer, 0, SEARCH_BYTES, at);
    if (bytesRead === 0) return undefined;
    const found = buffer.subarray(0, bytesRead).indexOf(10);
    if (found >= 0) return Math.min(end, at + found + 1);
    at += bytesRead;
  }
  return undefined;
}
