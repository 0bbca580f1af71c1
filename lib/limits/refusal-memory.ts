import type { LimitAnswer, LimitRequest } from "../decision.ts";
import { nameCounter } from "./limits.ts";

type Refusal = { readonly used: number; readonly freeAt: number; readonly forgetAt: number };

/** Within this time, every instance also notices that an operator reset a counter. */
const REMEMBERED_MS = 60_000;

/** Refusals that need no call: counts never decrease early, so no place is free before the time returned. */
export function createRefusalMemory(maxRefusals: number) {
  const refusals = new Map<string, Refusal>();

  return {
    remember: (request: LimitRequest, answer: LimitAnswer, now: number) => {
      if (answer.kind !== "over") return;
      const freeAt = now + answer.retryAfterMs;
      const forgetAt = Math.min(freeAt, now + REMEMBERED_MS);
      refusals.set(nameRefusal(request), { used: answer.used ?? request.max, freeAt, forgetAt });
      const [oldest = ""] = refusals.keys();
      if (refusals.size > maxRefusals) refusals.delete(oldest);
    },
    recall: (request: LimitRequest, now: number): LimitAnswer | undefined => {
      const name = nameRefusal(request);
      const refusal = refusals.get(name);
      if (refusal === undefined) return undefined;
      if (now < refusal.forgetAt)
        return { kind: "over", used: refusal.used, retryAfterMs: refusal.freeAt - now };
      refusals.delete(name);
      return undefined;
    },
  };
}

/** With `max`, since a raised limit has free places. */
function nameRefusal(request: LimitRequest): string {
  return `${nameCounter(request)}\0${request.max}`;
}
