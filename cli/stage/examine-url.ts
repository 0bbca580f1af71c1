import { isTokenFor, parseTokenLine } from "../../lib/callback/token-line.ts";
import { parseObject } from "../../lib/json.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import type { BareDiagnostic } from "../report.ts";
import { signCallback } from "../sign-callback.ts";
import { type Diagnosis, reportFail, reportOk, reportWarn } from "./diagnosis.ts";

export type UrlExamination = {
  readonly url: string;
  readonly settings: Settings | undefined;
  readonly tokens: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
};

const PATIENCE_MS = 5_000;
/** Milliseconds of the two seconds that Chat waits, network included. */
const SLOW_MS = 1_000;

/** The console's verify request, and the same with a wrong signature, which only a function with settings refuses. */
export async function examineUrl({
  url,
  settings,
  tokens,
  now,
}: UrlExamination): Promise<readonly Diagnosis[]> {
  const target = readUrl(url);
  if (!(target instanceof URL)) return [reportFail("url", target)];
  const token = tokens.map(parseTokenLine).find((line) => isTokenFor(line, settings?.sdkAppIds[0]))?.token;
  if (settings === undefined || (token === undefined && settings.authentication === "required")) {
    return [reportWarn("url", { code: "url-not-asked" })];
  }
  const sendSigned = (secret: string) => sendVerifyRequest(target, secret, settings.sdkAppIds[0] ?? 0, now);
  const cold = await sendSigned(token ?? "");
  if ("unreachable" in cold) return [reportFail("url", reportUnreachable(target, cold.unreachable))];
  const skew = examineClock("url", cold.date, cold.at);
  if (cold.status !== 200 || cold.answer !== "OK")
    return [...skew, reportFail("url", diagnoseRefusal(cold, target))];

  const warm = await sendSigned(token ?? "");
  const ms = "unreachable" in warm ? cold.ms : warm.ms;
  const speed =
    ms > SLOW_MS
      ? reportWarn("url", { code: "url-slow", details: { first: cold.ms, again: ms } })
      : reportOk("url", `the verify request is answered OK: ${cold.ms} ms the first time, ${ms} ms again`);
  const findings = [...skew, speed];
  if (settings.authentication === "off") return findings;
  const forged = await sendSigned(`not ${token}`);
  if ("unreachable" in forged)
    return [...findings, reportFail("url", reportUnreachable(target, forged.unreachable))];
  if (forged.status === 401) return [...findings, reportOk("url", "a wrong signature is refused")];
  return [...findings, reportFail("url", { code: "url-accepts-forged" })];
}

/** The difference between this clock and the Date header, which has whole seconds. */
export function examineClock(check: string, date: string | null, now: number): readonly Diagnosis[] {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return [];
  const seconds = Math.round((now - theirs - 500) / 1000);
  const other = check === "url" ? "endpoint" : "store";
  if (Math.abs(seconds) > MAX_SKEW_SECONDS)
    return [reportWarn("clock", { code: "clock-skew", details: { seconds, other } })];
  const difference = `${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} the ${other}'s`;
  return [reportOk("clock", `this machine's clock is ${difference}`)];
}
const MAX_SKEW_SECONDS = 5;

function readUrl(text: string): URL | BareDiagnostic {
  if (!URL.canParse(text)) return { code: "url-invalid", token: text };
  const url = new URL(text);
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(isHere && url.protocol === "http:")) return { code: "url-not-https" };
  if (url.search !== "") return { code: "url-with-query" };
  return url;
}

const reportUnreachable = ({ host }: URL, cause: string): BareDiagnostic => ({
  code: "url-unreachable",
  details: { host, cause },
});

type Verified =
  | {
      readonly status: number;
      /** `ActionStatus`, or the reason in `ErrorInfo` of a `FAIL`. */
      readonly answer: string;
      readonly ms: number;
      readonly date: string | null;
      readonly at: number;
    }
  | { readonly unreachable: string };

async function sendVerifyRequest(
  url: URL,
  token: string,
  sdkAppId: number,
  now: () => number,
): Promise<Verified> {
  const signed = new URL(url);
  signed.search = new URLSearchParams(signCallback(sdkAppId, token, now())).toString();
  const start = now();
  try {
    const response = await fetch(signed, {
      method: "POST",
      body: "{}",
      redirect: "manual", // Chat follows no redirects
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    const ms = Math.round(now() - start);
    return {
      status: response.status,
      answer: answerIn(text),
      ms,
      date: response.headers.get("date"),
      at: now(),
    };
  } catch (error) {
    const { name, cause } = error as Error & { readonly cause?: { readonly code?: unknown } }; // what fetch throws
    const late = name === "TimeoutError";
    const code = late ? `no answer in ${PATIENCE_MS} ms` : String(cause?.code ?? name);
    return { unreachable: code };
  }
}

function answerIn(text: string): string {
  const { ActionStatus, ErrorInfo } = parseObject(text) ?? {};
  return ActionStatus === "OK" ? "OK" : String(ErrorInfo || "not chatgate's answer").slice(0, 100);
}

function diagnoseRefusal(
  { status, answer }: { readonly status: number; readonly answer: string },
  { host, pathname }: URL,
): BareDiagnostic {
  return { code: "url-refuses", details: { status, answer, address: host + pathname } };
}
