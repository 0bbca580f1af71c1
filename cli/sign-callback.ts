import { computeSignature } from "../lib/callback/authenticate.ts";

/** The URL's parameters that every callback has; `token` undefined: not signed. `now` in milliseconds. */
export function signCallback(
  sdkAppId: number,
  token: string | undefined,
  now: number,
): Readonly<Record<string, string>> {
  const time = String(Math.floor(now / 1000));
  const signature = token === undefined ? {} : { Sign: computeSignature(token, time), RequestTime: time };
  return { SdkAppid: String(sdkAppId), contenttype: "json", ...signature };
}
