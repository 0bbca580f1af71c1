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
  logsOnRemoval: { type: z.enum(["Delete", "Retain"]), expected: "Delete or Retain" },
  alarmActions: {
    type: z.array(z.string().check(z.startsWith("arn:"))),
    expected: "a list of the ARNs of SNS topics",
  },
};

/** Every fault, in one line each. */
function findStageFaults(environment, stageParameters) {
  const variables = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, String(value)]),
  );
  // Lambda sets the region itself.
  const { faults } = readEnvironment({ AWS_REGION: "ap-southeast-1", ...variables });
  const invalid = Object.entries(parameters).filter(
    ([name, { type }]) => !type.safeParse(stageParameters[name]).success,
  );
  return [
    ...faults.map(formatEnvironmentFault),
    ...invalid.map(([name, { expected }]) => `params.${name} is invalid. Set it to ${expected}.`),
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
