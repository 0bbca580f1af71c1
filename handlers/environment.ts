import * as z from "zod/mini";
import type { Fallback } from "../lib/decision.ts";

/** Where settings, policies, lists and tokens are kept. */
export type Place =
  | { readonly kind: "ssm"; readonly path: string }
  | { readonly kind: "directory"; readonly path: string }
  /** Nothing can be read; every request is answered by `onFault`. */
  | { readonly kind: "unusable" };

/** The process's environment, checked. */
export type Environment = {
  readonly stage: string;
  readonly place: Place;
  /** The answer while settings are unavailable. */
  readonly onFault: Fallback;
  /** Between reads while no settings are known, until they fail. */
  readonly refreshSeconds: number;
  readonly region: string;
  /** Default: the region's own. */
  readonly ssmEndpoint: string | undefined;
  readonly s3Endpoint: string | undefined;
  readonly dynamodbEndpoint: string | undefined;
  /** What limits count in. */
  readonly limitsTable: string;
  /** Of the services that events are sent to. Default: the region's own. */
  readonly awsEndpoint: string | undefined;
  /** Of the stack's own queue of events. */
  readonly queueUrl: string | undefined;
};

/** `name` is the variable's; its value is not repeated. */
export type EnvironmentFault = {
  readonly code: "environment-invalid";
  readonly name: string;
  readonly expected: string;
};

type Variables = Readonly<Record<string, string | undefined>>;

/** A stage's name, as in `CHATGATE_STAGE` and in paths of the store. */
const STAGE = /^[\w-]{1,64}$/;
const SOURCE = /^(?:ssm:(?:\/[\w.-]+)+\/*|dir:.+)$/;

const expectations: Readonly<Record<string, string>> = {
  CHATGATE_STAGE: "letters, digits, - and _, at most 64",
  CHATGATE_SOURCE: "ssm:/chatgate/<stage> or dir:<directory>",
  CHATGATE_ON_FAULT: "allow or deny",
  CHATGATE_REFRESH_SECONDS: "a whole number of seconds from 1 to 3600",
  CHATGATE_QUEUE_URL: "a URL that begins with https:// or http://",
  CHATGATE_LIMITS_TABLE: "a DynamoDB table's name",
  AWS_REGION: "a region's name, such as ap-southeast-1",
  AWS_ENDPOINT_URL: "a URL that begins with https:// or http://",
  AWS_ENDPOINT_URL_DYNAMODB: "a URL that begins with https:// or http://",
  AWS_ENDPOINT_URL_S3: "a URL that begins with https:// or http://",
  AWS_ENDPOINT_URL_SSM: "a URL that begins with https:// or http://",
};

const isSeconds = (text: string) => /^[1-9]\d*$/.test(text) && Number(text) <= 3600;
const isUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const environmentSchema = () =>
  z.object({
    CHATGATE_STAGE: z.optional(z.string().check(z.regex(STAGE))),
    CHATGATE_SOURCE: z.optional(z.string().check(z.regex(SOURCE))),
    CHATGATE_ON_FAULT: z.optional(z.enum(["allow", "deny"])),
    CHATGATE_REFRESH_SECONDS: z.optional(z.string().check(z.refine(isSeconds))),
    CHATGATE_QUEUE_URL: z.optional(z.string().check(z.refine(isUrl))),
    CHATGATE_LIMITS_TABLE: z.optional(z.string().check(z.regex(/^[\w.-]{3,255}$/))),
    AWS_REGION: z.optional(z.string().check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/))),
    AWS_ENDPOINT_URL: z.optional(z.string().check(z.refine(isUrl))),
    AWS_ENDPOINT_URL_DYNAMODB: z.optional(z.string().check(z.refine(isUrl))),
    AWS_ENDPOINT_URL_S3: z.optional(z.string().check(z.refine(isUrl))),
    AWS_ENDPOINT_URL_SSM: z.optional(z.string().check(z.refine(isUrl))),
  });

/**
 * Every variable that chatgate reads, once. An invalid variable is reported and replaced by a safe value, which neither
 * opens the gate nor stops its recovery (docs/adr/environment-is-checked.md). An empty string counts as unset.
 */
export function readEnvironment(variables: Variables): {
  readonly environment: Environment;
  readonly faults: readonly EnvironmentFault[];
} {
  const given = Object.fromEntries(
    Object.keys(expectations).flatMap((name) => (variables[name] ? [[name, variables[name]]] : [])),
  );
  const invalid = new Set(
    environmentSchema()
      .safeParse(given)
      .error?.issues.map(({ path }) => String(path[0])),
  );
  const readValid = (name: string) => (invalid.has(name) ? undefined : given[name]);
  const place: Place = invalid.has("CHATGATE_SOURCE")
    ? { kind: "unusable" }
    : readPlace(given.CHATGATE_SOURCE ?? "dir:policies");
  if (place.kind === "ssm" && given.AWS_REGION === undefined) invalid.add("AWS_REGION");

  const stage = readValid("CHATGATE_STAGE") ?? (invalid.has("CHATGATE_STAGE") ? "invalid" : "local");
  return {
    environment: {
      stage,
      place,
      onFault: readOnFault(given.CHATGATE_ON_FAULT),
      refreshSeconds: Number(readValid("CHATGATE_REFRESH_SECONDS") ?? 1),
      region: readValid("AWS_REGION") ?? "",
      // An invalid source is kept, so that the read fails instead of another store being read.
      ssmEndpoint: given.AWS_ENDPOINT_URL_SSM ?? given.AWS_ENDPOINT_URL,
      dynamodbEndpoint: readValid("AWS_ENDPOINT_URL_DYNAMODB") ?? readValid("AWS_ENDPOINT_URL"),
      limitsTable: readValid("CHATGATE_LIMITS_TABLE") ?? `chatgate-${stage}-limits`,
      s3Endpoint: readValid("AWS_ENDPOINT_URL_S3") ?? readValid("AWS_ENDPOINT_URL"),
      awsEndpoint: readValid("AWS_ENDPOINT_URL"),
      queueUrl: readValid("CHATGATE_QUEUE_URL"),
    },
    faults: Object.entries(expectations)
      .filter(([name]) => invalid.has(name))
      .map(([name, expected]) => ({ code: "environment-invalid", name, expected })),
  };
}

/** The fix, in one line. */
export const formatEnvironmentFault = ({ name, expected }: EnvironmentFault) =>
  `${name} is invalid. Set it to ${expected}.`;

function readPlace(source: string): Place {
  const path = source.slice(source.indexOf(":") + 1);
  return source.startsWith("ssm:")
    ? { kind: "ssm", path: path.replace(/\/+$/, "") }
    : { kind: "directory", path };
}

/** Any value other than `allow`, in any spelling, denies: the operator did not want the default. */
function readOnFault(text: string | undefined): Fallback {
  return text === undefined || text.trim().toLowerCase() === "allow" ? "allow" : "deny";
}
