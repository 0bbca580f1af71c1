/**
 * The answer to every callback; exactly these three members are mandatory, the rest belongs to a reply kind.
 * Refusals are `OK` with a non-zero code; `FAIL` only says that the request was not one to decide.
 * Source: product documentation, Webhook Overview (1047/34354).
 */
export type Envelope = {
  readonly ActionStatus: "OK" | "FAIL";
  readonly ErrorInfo: string;
  readonly ErrorCode: number;
  readonly [extra: string]: unknown;
};

export const goOn: Envelope = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };

export function refuse(code: number, message: string): Envelope {
  return { ActionStatus: "OK", ErrorInfo: message, ErrorCode: code };
}

/** Turns away a request that is not Chat's, or not whole; `status` is repeated as the code. */
export function turnAway(status: number, reason: string): Envelope {
  return { ActionStatus: "FAIL", ErrorInfo: reason, ErrorCode: status };
}
