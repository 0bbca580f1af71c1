import type { DestinationFault } from "../policy/diagnostic-details.ts";

/** What `to` names. `region` is absent if it is the function's own. */
export type DestinationAddress =
  | { readonly kind: "queue" | "log" }
  | { readonly kind: "sqs" | "https"; readonly url: string; readonly region?: string }
  /** `name`: of the bus or stream, or an ARN if its API takes one. */
  | {
      readonly kind: "eventbridge" | "kinesis" | "firehose";
      readonly name: string;
      readonly region?: string;
    }
  | { readonly kind: "file"; readonly path: string };

type InvalidAddress = { readonly kind: "invalid"; readonly code: DestinationFault };

const createInvalidAddress = (code: DestinationFault): InvalidAddress => ({ kind: "invalid", code });

/** A name is of the function's own region, an ARN of the one it names. */
const NAMED = {
  eventbridge: { arn: "events", type: "event-bus/", name: "[\\w./-]{1,256}", fault: "bus-invalid" },
  kinesis: { arn: "kinesis", type: "stream/", name: "[\\w.-]{1,128}", fault: "stream-invalid" },
  firehose: { arn: "firehose", type: "deliverystream/", name: "[\\w.-]{1,64}", fault: "stream-invalid" },
} as const;

export function parseDestination(to: string): DestinationAddress | InvalidAddress {
  if (to === "queue" || to === "log") return { kind: to };
  const [, kind = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(to) ?? [];
  switch (kind) {
    case "sqs":
      return parseQueueUrl(rest);
    case "eventbridge":
    case "kinesis":
    case "firehose": {
      const { arn, type, name, fault } = NAMED[kind];
      const [, region, own] =
        new RegExp(`^(?:arn:[\\w-]+:${arn}:([\\w-]+):\\d{12}:${type})?(${name})$`).exec(rest) ?? [];
      if (own === undefined) return createInvalidAddress(fault);
      // Firehose takes names only.
      return { kind, name: kind === "firehose" ? own : rest, ...(region !== undefined && { region }) };
    }
    case "https": {
      const fault = findUrlFault(to, false);
      return fault === undefined ? { kind, url: new URL(to).href } : createInvalidAddress(fault);
    }
    case "file":
      return rest === "" ? createInvalidAddress("path-missing") : { kind, path: rest };
    default:
      return createInvalidAddress("destination-unknown");
  }
}

function parseQueueUrl(url: string): DestinationAddress | InvalidAddress {
  const isQueue = URL.canParse(url) && /^https?:\/\/[^/?#]+\/\d{12}\/[\w-]{1,80}(\.fifo)?$/.test(url);
  if (!isQueue) return createInvalidAddress("queue-url-invalid");
  const region = /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com(\.cn)?\//.exec(url)?.[1];
  return { kind: "sqs", url, ...(region !== undefined && { region }) };
}

/** Names that no public resolver answers for; addresses of public names are checked when connecting. */
const PRIVATE_NAME = /^[^.]+\.?$|(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/;
/** In the URL parser's normal form. */
const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

/** Why requests cannot be sent to the URL. `allowPrivate`: any host, and `http:`, is valid. */
export function findUrlFault(text: string, allowPrivate: boolean): DestinationFault | undefined {
  if (!(allowPrivate ? /^https?:\/\// : /^https:\/\//).test(text) || !URL.canParse(text))
    return "url-invalid";
  const { hostname, username, password, hash } = new URL(text);
  if (username !== "" || password !== "") return "url-with-credentials";
  if (hash !== "") return "url-invalid";
  const isPrivate = ADDRESS.test(hostname) || PRIVATE_NAME.test(hostname);
  return isPrivate && !allowPrivate ? "url-host-private" : undefined;
}
