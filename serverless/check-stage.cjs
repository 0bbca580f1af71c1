/**
 * Stops `package` and `deploy` where the function's environment or a stage's parameter is invalid. Both are wrong
 * silently otherwise: the function goes on with its safe reading, and CloudFormation takes any number.
 */
const z = require("zod/mini");
const { formatEnvironmentFault, readEnvironment } = require("../handlers/environment.ts");

// `--param` on the command line gives text.
const count = () => z.coerce.number().check(z.int(), z.minimum(1));

/** What `custom.stageParameters` holds, with what each must be. */
const parameters = {
  rate: { type: count(), expected: "a whole number of callbacks a second, at least 1" },
  burst: { type: count(), expected: "a whole number of callbacks, at least 1" },
  unauthenticated: { type: count(), expected: "a whole number of requests, at least 1" },
  refusals: { type: count(), expected: "a whole number of requests, at least 1" },
  silence: { type: z.enum(["watched", "ignored"]), expected: "watched or ignored" },
  queries: { type: z.enum(["saved", "none"]), expected: "saved or none" },
  reservedConcurrency: {
    type: z.nullable(count()),
    expected: "a whole number of instances, at least 1, or leave it out",
  },
  replay: { type: z.enum(["none", "distributed"]), expected: "none or distributed" },
  replayConcurrency: { type: count(), expected: "a whole number of batches at once, at least 1" },
  replayDays: { type: count(), expected: "a whole number of days, at least 1" },
  endpoint: { type: z.enum(["default", "own"]), expected: "default or own" },
  domain: {
    type: z.nullable(z.string().check(z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/))),
    expected: "a host name in lower case",
  },
  certificate: {
    type: z.nullable(z.string().check(z.regex(/^arn:[^:]+:acm:/))),
    expected: "the ARN of a certificate in ACM",
  },
  logsOnRemoval: { type: z.enum(["Delete", "Retain"]), expected: "Delete or Retain" },
  alarmActions: {
    type: z.array(z.string().check(z.startsWith("arn:"))),
    expected: "a list of the ARNs of SNS topics",
  },
  eventDestinations: {
    // CloudFormation's own functions are mappings.
    type: z
      .array(z.union([z.string().check(z.startsWith("arn:")), z.record(z.string(), z.any())]))
      .check(z.minLength(1)),
    expected: "a list of ARNs, at least one",
  },
};

/** Every fault, one line each. */
function findStageFaults(environment, stageParameters) {
  const variables = Object.fromEntries(
    Object.entries(environment)
      .filter(([, value]) => typeof value !== "object") // a Ref is known when the stack is made
      .map(([name, value]) => [name, String(value)]),
  );
  const { endpoint, domain, certificate } = stageParameters;
  // Lambda sets the region itself.
  const { faults } = readEnvironment({ AWS_REGION: "ap-southeast-1", ...variables });
  const invalid = Object.entries(parameters).filter(
    ([name, { type }]) => !type.safeParse(stageParameters[name]).success,
  );
  return [
    ...faults.map((fault) => `${formatEnvironmentFault(fault)} [environment-invalid]`),
    ...invalid.map(
      ([name, { expected }]) => `params.${name} is invalid. Set it to ${expected}. [stage-parameter-invalid]`,
    ),
    ...(endpoint === "own" && !(domain && certificate)
      ? ["params.endpoint is own. Set params.domain and params.certificate too. [stage-parameter-invalid]"]
      : []),
  ];
}

module.exports = class CheckStage {
  constructor(serverless) {
    this.hooks = {
      "before:package:cleanup": () => {
        const { provider, custom } = serverless.service;
        const faults = findStageFaults(provider.environment, custom.stageParameters);
        if (faults.length > 0) throw new serverless.classes.Error(faults.join("\n"));
      },
    };
  }
};
