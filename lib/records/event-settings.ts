import * as z from "zod/mini";

const MAX_EVENT_RULES = 10;

const eventRule = () =>
  z.strictObject({
    /** Command names or globs, as in the rules of policies. */
    on: z.union([
      z.string().check(z.minLength(1)),
      z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(100)),
    ]),
    to: z.string().check(z.minLength(1), z.maxLength(500)),
    /** Before-commands as well: those that were refused, or all. Absent: none, since people wait for them. */
    decisions: z.optional(z.enum(["refused", "all"])),
    with: z._default(z.enum(["payload", "facets"]), "payload"),
  });

/** The member `events` of a stage's settings. */
export const eventsSchema = () => z._default(z.array(eventRule()).check(z.maxLength(MAX_EVENT_RULES)), []);

export type EventRule = z.output<ReturnType<typeof eventRule>>;

/** Where `to` points. `region` is absent where it is the function's own. */
export type DestinationAddress =
  | { readonly kind: "queue" }
  | { readonly kind: "sqs"; readonly url: string; readonly region?: string }
  | { readonly kind: "eventbridge"; readonly bus: string; readonly region?: string }
  | { readonly kind: "kinesis"; readonly stream: string; readonly region?: string }
  | { readonly kind: "firehose"; readonly stream: string; readonly region?: string }
  | { readonly kind: "https"; readonly url: string }
  | { readonly kind: "log" }
  | { readonly kind: "file"; readonly path: string };

/** What is wrong with `to`. */
export type DestinationFaultCode =
  | "destination-unknown"
  | "queue-url-invalid"
  | "bus-invalid"
  | "stream-invalid"
  | "url-invalid"
  | "url-with-credentials"
  | "url-host-private"
  | "path-missing";

export type DestinationFault = { readonly kind: "invalid"; readonly code: DestinationFaultCode };

const invalid = (code: DestinationFaultCode): DestinationFault => ({ kind: "invalid", code });

export function parseDestination(to: string): DestinationAddress | DestinationFault {
  const [, scheme = "", rest = ""] = /^([a-z]+)(?::(.*))?$/s.exec(to) ?? [];
  if (to === "queue" || to === "log") return { kind: to };
  switch (to.includes(":") ? scheme : "") {
    case "sqs":
      return parseQueueUrl(rest);
    case "eventbridge": {
      const bus = parseName(
        rest,
        /^[\w./-]{1,256}$/,
        /^arn:[\w-]+:events:([\w-]+):\d{12}:event-bus\/[\w./-]{1,256}$/,
      );
      return bus === undefined ? invalid("bus-invalid") : { kind: "eventbridge", bus: rest, ...bus };
    }
    case "kinesis": {
      const stream = parseName(
        rest,
        /^[\w.-]{1,128}$/,
        /^arn:[\w-]+:kinesis:([\w-]+):\d{12}:stream\/[\w.-]{1,128}$/,
      );
      return stream === undefined ? invalid("stream-invalid") : { kind: "kinesis", stream: rest, ...stream };
    }
    case "firehose": {
      const arn = /^arn:[\w-]+:firehose:([\w-]+):\d{12}:deliverystream\/[\w.-]{1,64}$/;
      const stream = parseName(rest, /^[\w.-]{1,64}$/, arn);
      if (stream === undefined) return invalid("stream-invalid");
      return { kind: "firehose", stream: rest.slice(rest.lastIndexOf("/") + 1), ...stream }; // its API takes names only
    }
    case "https":
      return parseWebhookUrl(to);
    case "file":
      return rest === "" ? invalid("path-missing") : { kind: "file", path: rest };
    default:
      return invalid("destination-unknown");
  }
}

/** A name is of the function's own region, an ARN of the one it names. */
function parseName(text: string, name: RegExp, arn: RegExp): { readonly region?: string } | undefined {
  if (name.test(text)) return {};
  const region = arn.exec(text)?.[1];
  return region === undefined ? undefined : { region };
}

function parseQueueUrl(url: string): DestinationAddress | DestinationFault {
  const isQueue = URL.canParse(url) && /^https?:\/\/[^/?#]+\/\d{12}\/[\w-]{1,80}(\.fifo)?$/.test(url);
  if (!isQueue) return invalid("queue-url-invalid");
  const region = /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com(\.cn)?\//.exec(url)?.[1];
  return { kind: "sqs", url, ...(region !== undefined && { region }) };
}

/** Names that no public resolver answers for; what a public name resolves to is looked at when connecting. */
const PRIVATE_NAME = /^[^.]+\.?$|(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/;
/** As the URL parser writes them, whatever notation they came in. */
const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

function parseWebhookUrl(text: string): DestinationAddress | DestinationFault {
  if (!text.startsWith("https://") || !URL.canParse(text)) return invalid("url-invalid");
  const { hostname, username, password, hash, href } = new URL(text);
  if (username !== "" || password !== "") return invalid("url-with-credentials");
  if (hash !== "") return invalid("url-invalid");
  return ADDRESS.test(hostname) || PRIVATE_NAME.test(hostname)
    ? invalid("url-host-private")
    : { kind: "https", url: href };
}

export type EventFaultCode =
  | DestinationFaultCode
  | "queue-missing"
  | "file-deployed"
  | "authentication-off"
  | "repeated";

/** `index`: the entry of `events` that is wrong. */
export type EventFault = { readonly index: number; readonly code: EventFaultCode };

export type EventCircumstances = {
  readonly authentication: "required" | "off";
  /** The set is read from a directory. */
  readonly isLocal: boolean;
  /** The stack's own queue is there. */
  readonly hasQueue: boolean;
};

/** Everything that is wrong with `events`, apart from globs that no command fits. */
export function checkEventRules(
  rules: readonly EventRule[],
  circumstances: EventCircumstances,
): readonly EventFault[] {
  return rules.flatMap((rule, index) => {
    const repeated = rules
      .slice(0, index)
      .some((earlier) => JSON.stringify(earlier) === JSON.stringify(rule));
    const code = repeated ? "repeated" : destinationFault(parseDestination(rule.to), circumstances);
    return code === undefined ? [] : [{ index, code }];
  });
}

/** Without a token nothing can be sealed, and anybody's request would be delivered. */
function destinationFault(
  address: DestinationAddress | DestinationFault,
  { authentication, isLocal, hasQueue }: EventCircumstances,
): EventFaultCode | undefined {
  if (address.kind === "invalid") return address.code;
  if (address.kind === "file") return isLocal ? undefined : "file-deployed";
  if (authentication === "off") return "authentication-off";
  return address.kind === "queue" && !hasQueue ? "queue-missing" : undefined;
}
