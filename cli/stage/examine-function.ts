import { readEnvironment } from "../../handlers/environment.ts";
import { createAwsClient } from "../../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../../lib/aws/endpoint.ts";
import { parseObject } from "../../lib/json.ts";
import type { Io } from "../io.ts";
import { type Diagnosis, reportFail, reportOk, reportWarn } from "./diagnosis.ts";
import type { StageStore } from "./stage-store.ts";

const TIMEOUT_MS = 5_000;

/** The deployed function's environment, as Lambda reports it; nothing if only an endpoint for SSM is given. */
export async function examineFunction(store: StageStore, { env }: Io): Promise<readonly Diagnosis[]> {
  const own = env.AWS_ENDPOINT_URL_LAMBDA;
  if (!own && (env.AWS_ENDPOINT_URL || env.AWS_ENDPOINT_URL_SSM)) return [];
  const { region } = store;
  const credentials = await store.client.config.credentials();
  const client = createAwsClient({
    service: "lambda",
    region,
    endpoint: new URL(own || formatRegionalEndpoint("lambda", region)),
    credentials: () => credentials,
  });
  const name = `chatgate-${store.stage}-webhook`; // the framework's: service, stage, function
  const answer = await client.request({
    method: "GET",
    path: `/2015-03-31/functions/${name}/configuration`,
    headers: {},
    body: "",
    deadline: Date.now() + TIMEOUT_MS,
  });
  if (answer.kind === "unreachable") {
    return [reportWarn("function", { code: "lambda-unreachable", details: { cause: answer.code } })];
  }
  if (answer.status === 404) {
    return [reportWarn("function", { code: "function-missing", details: { name, stage: store.stage } })];
  }
  if (answer.status !== 200) {
    return [
      reportWarn("function", { code: "function-unreadable", details: { name, status: answer.status } }),
    ];
  }
  const { Environment: environment } = parseObject(answer.body.toString("utf8")) ?? {};
  const variables = (environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {}; // Lambda's documented shape
  const { faults } = readEnvironment({ AWS_REGION: region, ...variables });
  return faults.length === 0
    ? [reportOk("function", `the environment of ${name} is valid`)]
    : faults.map((fault) =>
        reportFail("function", {
          code: "environment-invalid",
          token: fault.name,
          details: { expected: fault.expected },
        }),
      );
}
