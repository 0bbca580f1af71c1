import { parseObject } from "../../lib/json.ts";
import type { Settings } from "../../lib/policy-set/settings-schema.ts";
import { signCallback } from "../sign-callback.ts";
import { type Diagnosis, fail, ok, warn } from "./diagnosis.ts";

export type UrlExamination = {
  readonly url: string;
  readonly settings: Settings | undefined;
  readonly tokens: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
};

const PATIENCE_MS = 5_000;
/** Of the two seconds that Chat waits, way included. */
const SLOW_MS = 1_000;

/** The console's verify request, and the same with a wrong signature, which only a function with settings refuses. */
export async function examineUrl({
  url,
  settings,
  tokens,
  now,
}: UrlExamination): Promise<readonly Diagnosis[]> {
  const target = urlFrom(url);
  if (typeof target === "string") return [fail("url", target)];
  const [token] = tokens;
  if (settings === undefined || (token === undefined && settings.authentication === "required")) {
    return [warn("url", "not asked: without settings and a token there is no signature to send")];
  }
  const send = (secret: string) => verify(target, secret, settings.sdkAppIds[0] ?? 0, now);
  const cold = await send(token ?? "");
  if ("unreachable" in cold) return [fail("url", `${target.host} ${cold.unreachable}`)];
  const skew = examineClock("url", cold.date, cold.at);
  if (cold.status !== 200 || cold.answer !== "OK") return [...skew, fail("url", refusalOf(cold, target))];

  const warm = await send(token ?? "");
  const ms = "unreachable" in warm ? cold.ms : warm.ms;
  const times = `the verify request is answered OK: ${cold.ms} ms the first time, ${ms} ms again`;
  const speed =
    ms > SLOW_MS ? warn("url", `${times}; Chat waits 2000 ms in all: deploy nearer to it`) : ok("url", times);
  const findings = [...skew, speed];
  if (settings.authentication === "off") return findings;
  const forged = await send(`not ${token}`);
  if ("unreachable" in forged) return [...findings, fail("url", `${target.host} ${forged.unreachable}`)];
  if (forged.status === 401) return [...findings, ok("url", "a wrong signature is refused")];
  const why = "the function could not read the stage (its log says why), or this URL is of another stage";
  return [...findings, fail("url", `a wrong signature is let through: ${why}`)];
}

/** Ours against the clock that wrote the header, which has whole seconds. */
export function examineClock(check: string, date: string | null, now: number): readonly Diagnosis[] {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return [];
  const seconds = Math.round((now - theirs - 500) / 1000);
  const found = `this machine's clock is ${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} the ${check === "url" ? "endpoint's" : "store's"}`;
  if (Math.abs(seconds) <= 5) return [ok("clock", found)];
  return [warn("clock", `${found}: set it right, or what is signed here will be stale`)];
}

function urlFrom(text: string): URL | string {
  if (!URL.canParse(text)) return `"${text}" is not a URL: give the one that \`sls deploy\` printed`;
  const url = new URL(text);
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(isHere && url.protocol === "http:")) {
    return "use https: whoever sees a signature on the way can use it for other callbacks";
  }
  if (url.search !== "") return "the URL may hold no `?`: Chat adds its own parameters";
  return url;
}

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

async function verify(url: URL, token: string, sdkAppId: number, now: () => number): Promise<Verified> {
  const signed = new URL(url);
  signed.search = new URLSearchParams(signCallback(sdkAppId, token, now())).toString();
  const start = performance.now();
  try {
    const response = await fetch(signed, {
      method: "POST",
      body: "{}",
      redirect: "manual", // Chat follows none
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    const ms = Math.round(performance.now() - start);
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
    return { unreachable: `cannot be reached (${code}): compare it with \`npx sls info\`` };
  }
}

function answerIn(text: string): string {
  const { ActionStatus, ErrorInfo } = parseObject(text) ?? {};
  return ActionStatus === "OK" ? "OK" : String(ErrorInfo || "not chatgate's answer").slice(0, 100);
}

function refusalOf(
  { status, answer }: { readonly status: number; readonly answer: string },
  url: URL,
): string {
  const advice: Readonly<Record<string, string>> = {
    "sign-mismatch":
      "the function knows another token: wait for `refreshSeconds`, or this URL is of another stage",
    "request-time-stale": "the clocks are too far apart: set this machine's",
    "sdkappid-unknown":
      "the function has other settings: wait for `refreshSeconds`, or this URL is of another stage",
    "no-token-configured": "the function finds no token: put one into SSM (docs/deploy.md)",
  };
  const what = `the verify request is answered ${status}, ${answer}`;
  return `${what}: ${advice[answer] ?? `compare ${url.host}${url.pathname} with \`npx sls info\`, and look into the function's log`}`;
}
