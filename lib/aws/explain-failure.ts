import { type AwsFailure, isThrottling } from "./client.ts";

export type AwsCallFacts = {
  /** The service's usual name, e.g. `SSM`. */
  readonly service: string;
  readonly endpoint: string;
  /** What the role lacks if access is denied, e.g. `ssm:GetParameters on parameter/chatgate/dev/*`. */
  readonly permission: string;
};

/** The problem, then what to do, for logs and `doctor`; holds no value of the request or the answer. */
export function explainAwsFailure(failure: AwsFailure, facts: AwsCallFacts): string {
  const { service, endpoint } = facts;
  switch (failure.kind) {
    case "garbled":
      return `${endpoint} did not answer as ${service} does (cut off, or not JSON): check the endpoint and any proxy`;
    case "unreachable":
      if (failure.code === "ETIMEDOUT") {
        return `no answer from ${endpoint} in time: check the endpoint, and that a function in a VPC has a way to ${service}`;
      }
      return `${endpoint} cannot be reached, or broke off (${failure.code}): check the endpoint and the network`;
    case "refused":
      return `${failure.type}, HTTP ${failure.status}: ${adviseOnRefusal(failure, facts)}`;
  }
}

function adviseOnRefusal(
  { type, status }: { readonly type: string; readonly status: number },
  { service, permission }: AwsCallFacts,
): string {
  if (isThrottling(type)) return "too many calls in this account; it is tried again automatically";
  if (status >= 500) return `${service} has trouble; it is tried again automatically`;
  if (/^AccessDenied/.test(type)) return `allow the role ${permission}`;
  if (/Signature|Token|Credential|UnrecognizedClient/.test(type)) {
    return "check the AWS credentials, the region and this machine's clock";
  }
  return "check the path and the region";
}
