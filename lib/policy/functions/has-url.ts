import { readText } from "../../text/reading.ts";
import type { PolicyFunction } from "./policy-function.ts";

/** Top-level domains that are no words, so that a full stop without a space after it makes no host name. */
const HOST_END =
  /[a-z0-9\u00c0-\u1fff\u3041-\ud7ff][.\u3002](?:com|net|org|edu|gov|info|biz|io|cn|hk|tw|ru|uk|jp|kr|xyz|cc|tv|tk)(?![a-z0-9_@])/g;
/** Any other top-level domain only with a path after it: `t.me/join`, not `tell.me`, nor the file `index.js/ts`. */
const HOST_AND_PATH =
  /[a-z0-9]\.(?!(?:js|ts|py|md|txt|html?|css|json|pdf|docx?)\/)[a-z]{2,24}(?::\d{1,5})?\/[a-z0-9@+?#_~-]/g;
const WWW = /(?:^|[^a-z0-9])www[.\u3002][^\s.\u3002]/;
const SCHEME = /[a-z0-9]:\/\/[^\s/]/;
/** The longest host name that DNS takes. */
const MAX_HOST = 253;

export const hasUrl: PolicyFunction = {
  name: "hasUrl",
  signature: "string.hasUrl(): bool",
  about:
    "Whether the text holds a web address: `https://…` or another scheme, `www.…`, a host name such as `example.com`, or any host name with a path (`t.me/join`). Widths, look-alikes and invisible characters do not matter; e-mail addresses and file names do not count.",
  example: "text.hasUrl()",
  call: (text: string) => {
    const { text: folded } = readText(text).folded();
    return (
      SCHEME.test(folded) || WWW.test(folded) || hasHost(folded, HOST_END) || hasHost(folded, HOST_AND_PATH)
    );
  },
};

function hasHost(text: string, pattern: RegExp): boolean {
  for (const { index } of text.matchAll(pattern)) if (!isEmailHost(text, index)) return true;
  return false;
}

function isEmailHost(text: string, at: number): boolean {
  for (let before = at; before >= 0 && before > at - MAX_HOST; before--) {
    const char = text.charAt(before);
    if (char === "@") return before > 0 && /[^\s@]/.test(text.charAt(before - 1));
    if (!/[\w.\u00c0-\ud7ff-]/.test(char)) return false;
  }
  return false;
}
