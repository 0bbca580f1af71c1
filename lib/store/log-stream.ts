import { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { MAX_LINE_LENGTH } from "../records/read-lines.ts";

/** Lines in their order; after `failed` none follow. */
export type LogItem =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "failed"; readonly reason: string };

export type LogSource = AsyncIterable<LogItem>;

/** Two bytes that begin every gzip file. */
const GZIP = [0x1f, 0x8b] as const;

/** Standard input, or any other stream of bytes, gzipped or not. */
export async function* readLogStream(stream: Readable): LogSource {
  try {
    yield* splitLines(unzipIfZipped(stream));
  } catch (error) {
    yield { kind: "failed", reason: readErrorName(error) }; // streams report errors only by throwing
  }
}

async function* unzipIfZipped(stream: Readable): AsyncIterable<Buffer> {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator](); // a stream of bytes: nobody set an encoding
  const first = await chunks.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  })();
  const zipped = first.value[0] === GZIP[0] && first.value[1] === GZIP[1];
  if (!zipped) return yield* all;
  const source = Readable.from(all);
  const unzipped = createGunzip();
  source.on("error", (error) => unzipped.destroy(error));
  yield* source.pipe(unzipped);
}

/** A longer line is cut to just above the bound, so that the reader recognises it. */
async function* splitLines(chunks: AsyncIterable<Buffer>): LogSource {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks) {
    const [last = "", ...complete] = `${rest}${decoder.write(chunk)}`.split("\n").reverse();
    for (const text of complete.reverse()) if (text !== "") yield { kind: "line", text };
    rest = last.slice(0, MAX_LINE_LENGTH + 1);
  }
  rest += decoder.end();
  if (rest !== "") yield { kind: "line", text: rest };
}

function readErrorName(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unreadable";
}
