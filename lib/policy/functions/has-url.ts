import { readText } from "../../text/reading.ts";
import { type FunctionDocs, foldingCost, type PolicyFunction } from "./policy-function.ts";

/** Top-level domains that are not words, so that a missing space after a full stop does not make a host name. */
const HOST_END =
  /[a-z0-9\u00c0-\u1fff\u3041-\ud7ff][.\u3002](?:com|net|org|edu|gov|info|biz|io|cn|hk|tw|ru|uk|jp|kr|xyz|cc|tv|tk)(?![a-z0-9_@])/g;
/** Any other top-level domain only with a path after it: `t.me/join`, not `tell.me`, nor the file `index.js/ts`. */
const HOST_AND_PATH =
  /[a-z0-9]\.(?!(?:js|ts|py|md|txt|html?|css|json|pdf|docx?)\/)[a-z]{2,24}(?::\d{1,5})?\/[a-z0-9@+?#_~-]/g;
const WWW = /(?:^|[^a-z0-9])www[.\u3002][^\s.\u3002]/;
const SCHEME = /[a-z0-9]:\/\/[^\s/]/;

export const hasUrl: PolicyFunction = {
  name: "hasUrl",
  signature: "string.hasUrl(): bool",
  ...foldingCost,
  call: (_: unknown, text: string) => {
    const { text: folded } = readText(text).folded();
    return (
      SCHEME.test(folded) || WWW.test(folded) || hasHost(folded, HOST_END) || hasHost(folded, HOST_AND_PATH)
    );
  },
};

export const hasUrlDocs: FunctionDocs = {
  about:
    "Whether the text contains a web address: `https://…` or another scheme, `www.…`, a host name such as `example.com`, or any host name with a path (`t.me/join`). Widths, look-alikes and invisible characters do not matter; e-mail addresses and file names do not count.",
  example: "text.hasUrl()",
};

function hasHost(text: string, pattern: RegExp): boolean {
  let emailEnd = 0;
  for (const { index } of text.matchAll(pattern)) {
    if (index < emailEnd) continue;
    if (!isEmailHost(text, index)) return true;
    emailEnd = findHostEnd(text, index);
  }
  return false;
}

function isEmailHost(text: string, at: number): boolean {
  let start = at;
  while (isHostCharacter(text.charAt(start - 1))) start--;
  return text.charAt(start - 1) === "@" && /[^\s@]/.test(text.charAt(start - 2));
}

function isHostCharacter(char: string): boolean {
  return /[\w.\u00c0-\ud7ff-]/.test(char);
}

function findHostEnd(text: string, at: number): number {
  let end = at;
  while (isHostCharacter(text.charAt(end))) end++;
  return end;
}
