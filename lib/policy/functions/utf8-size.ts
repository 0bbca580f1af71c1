import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";

export const utf8Size: PolicyFunction = {
  name: "utf8Size",
  signature: "string.utf8Size(): int",
  cost: (text: string) => text.length >> 2,
  worstCost: (text = 0) => text >> 2,
  call: (_: unknown, text: string) => countUtf8Bytes(text),
};

export const utf8SizeDocs: FunctionDocs = {
  about: "The size of the text in UTF-8, in bytes, which is the unit of Chat's limits: 6 for `你好`.",
  example: "name.utf8Size() > 100",
};

/** A surrogate without its other half counts as the three bytes of U+FFFD. */
export function countUtf8Bytes(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code > 0xffff ? 4 : 3;
  }
  return bytes;
}
