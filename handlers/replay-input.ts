import * as z from "zod/mini";

/** A set of the stage's history, or an object below `candidates/`. */
export type SetReference = { readonly set: number } | { readonly candidate: string };

/** What an execution of the state machine is given by whoever starts it. */
export type ReplayRequestInput = {
  /** Below `recordings/`. */
  readonly prefix: string;
  readonly before: SetReference | "recorded";
  readonly after: SetReference;
  readonly on?: string | undefined;
  /** Times as ISO 8601 has them. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Rules with limits are not compared; by default a set that has some is refused. */
  readonly limits?: "leave-out" | undefined;
};

export type PrepareInput = {
  readonly kind: "prepare";
  readonly bucket: string;
  /** The execution's name. */
  readonly run: string;
  readonly request: ReplayRequestInput;
};

export type BatchInput = {
  readonly kind: "batch";
  readonly bucket: string;
  /** Keys: of what `prepare` wrote, and below which tallies are written. */
  readonly plan: string;
  readonly results: string;
  readonly objects: readonly { readonly key: string; readonly size: number }[];
};

export type ReplayInput =
  | PrepareInput
  | BatchInput
  | { readonly kind: "invalid"; readonly reasons: readonly string[] };

const MAX_OBJECTS = 1_000;
const PREFIX = /^(?!.*\.\.)[\w.=/+-]{0,500}$/;

const setReference = () =>
  z.union([
    z.strictObject({ set: z.int().check(z.positive()) }),
    z.strictObject({ candidate: z.string().check(z.regex(/^(?!.*\.\.)[\w./-]{1,200}$/)) }),
  ]);
const time = () => z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));
const bucketSchema = () => z.string().check(z.regex(/^[a-z0-9.-]{3,63}$/));

const prepareSchema = () =>
  z.object({
    bucket: bucketSchema(),
    run: z.string().check(z.regex(/^[\w.+=@-]{1,80}$/)),
    request: z.strictObject({
      prefix: z.string().check(z.regex(PREFIX)),
      before: z.union([z.literal("recorded"), setReference()]),
      after: setReference(),
      on: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
      since: z.optional(time()),
      until: z.optional(time()),
      limits: z.optional(z.literal("leave-out")),
    }),
  });

/** A batch as Step Functions makes it. */
const batchSchema = () =>
  z.object({
    BatchInput: z.object({
      bucket: bucketSchema(),
      plan: z.string().check(z.regex(/^results\/[^/]+\/plan\.json\.gz$/)),
      results: z.string().check(z.regex(/^results\/[^/]+$/)),
    }),
    Items: z
      .array(z.object({ Key: z.string(), Size: z.number() }))
      .check(z.minLength(1), z.maxLength(MAX_OBJECTS)),
  });

/** The event of one invocation by the state machine. */
export function readReplayInput(event: unknown): ReplayInput {
  const isBatch = typeof event === "object" && event !== null && "Items" in event;
  if (isBatch) {
    const { data, error } = batchSchema().safeParse(event);
    if (data === undefined) return { kind: "invalid", reasons: formatIssues(error) };
    const objects = data.Items.map(({ Key, Size }) => ({ key: Key, size: Size }));
    return { kind: "batch", ...data.BatchInput, objects };
  }
  const { data, error } = prepareSchema().safeParse(event);
  return data === undefined
    ? { kind: "invalid", reasons: formatIssues(error) }
    : { kind: "prepare", ...data };
}

const EXPECTED: Readonly<Record<string, string>> = {
  "request.prefix": "letters, digits and . _ = / + -, below recordings/",
  "request.before": '"recorded", {"set": n} or {"candidate": "name.json"}',
  "request.after": '{"set": n} or {"candidate": "name.json"}',
  "request.on": "a command or a pattern of commands",
  "request.since": "a time such as 2026-11-24T00:00:00Z",
  "request.until": "a time such as 2026-11-25T00:00:00Z",
  "request.limits": '"leave-out", or leave it out',
  run: "an execution's name of letters, digits and . _ + = @ -",
};

const formatIssues = (error: z.core.$ZodError | undefined): readonly string[] =>
  (error?.issues ?? []).map((issue) => {
    const path = issue.path.slice(0, 2).join(".");
    const unknown = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : undefined;
    if (unknown !== undefined) return `${path || "the input"} has unknown fields: ${unknown}`;
    return `${path || "the input"} is invalid: give ${EXPECTED[path] ?? "what the state machine gives"}`;
  });
