import { type AwsClient, type AwsResult, isThrottling, type JsonObject } from "../../aws/client.ts";
import type { ChatEvent } from "../../records/event.ts";

/** `again`: a second attempt may succeed. `reason` is a word for logs; it holds nothing of the event. */
export type Delivery =
  | { readonly kind: "taken" }
  | { readonly kind: "refused"; readonly reason: string; readonly again: boolean };

export type Destination = {
  /** As log lines and the command line name it; holds no secret. */
  readonly name: string;
  /** `text`: the event as JSON. `deadline`: milliseconds, by the clock of whoever calls. */
  readonly send: (event: ChatEvent, text: string, deadline: number) => Promise<Delivery>;
};

export const TAKEN: Delivery = { kind: "taken" };

export function refuseDelivery(reason: string, again: boolean): Delivery {
  return { kind: "refused", reason, again };
}

/** One signed exchange with an AWS service that speaks JSON. */
export type Call = AwsClient["call"];

/** An event is delivered only if the answer holds the service's confirmation, which a proxy's page lacks. */
export function judgeResult(result: AwsResult, isReceipt: (body: JsonObject) => boolean): Delivery {
  switch (result.kind) {
    case "ok":
      return isReceipt(result.body) ? TAKEN : refuseDelivery("no-receipt", true);
    case "garbled":
      return refuseDelivery("garbled", true);
    case "unreachable":
      return refuseDelivery(nameReason(result.code), true);
    case "refused":
      return refuseDelivery(
        nameReason(result.type, `http-${result.status}`),
        isWorthRepeating(result.status, result.type),
      );
  }
}

export function isWorthRepeating(status: number, type = ""): boolean {
  return status >= 500 || status === 429 || status === 408 || isThrottling(type);
}

/** The error name that the destination sent, if it has the form of one. */
export function nameReason(word: string, otherwise = "unknown"): string {
  return /^[\w.-]{1,60}$/.test(word) ? word : otherwise;
}
