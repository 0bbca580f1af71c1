import { type AwsFailure, isThrottling } from "../../lib/aws/client.ts";
import { explainAwsFailure } from "../../lib/aws/explain-failure.ts";
import { testRows } from "../support/table.ts";

testRows(
  [
    { type: "ThrottlingException" },
    { type: "ThrottledException" },
    { type: "RequestThrottled" },
    { type: "KMSThrottlingException" },
    { type: "TooManyRequestsException" },
    { type: "RequestLimitExceeded" },
    { type: "ProvisionedThroughputExceededException" },
  ],
  "$type is throttling",
  ({ type }) => expect(isThrottling(type)).toBe(true),
);

testRows<{ readonly name: string; readonly failure: AwsFailure; readonly expected: string }>(
  [
    {
      name: "garbled",
      failure: { kind: "garbled" },
      expected:
        "http://x did not answer as SSM does (cut off, or not JSON): check the endpoint and any proxy",
    },
    {
      name: "timeout",
      failure: { kind: "unreachable", code: "ETIMEDOUT" },
      expected:
        "no answer from http://x in time: check the endpoint, and that a function in a VPC has a way to SSM",
    },
    {
      name: "no connection",
      failure: { kind: "unreachable", code: "ECONNREFUSED" },
      expected: "http://x cannot be reached, or broke off (ECONNREFUSED): check the endpoint and the network",
    },
    {
      name: "throttled",
      failure: { kind: "refused", status: 400, type: "ThrottlingException", body: {} },
      expected:
        "ThrottlingException, HTTP 400: too many calls in this account; it is tried again automatically",
    },
    {
      name: "server error",
      failure: { kind: "refused", status: 500, type: "InternalServerError", body: {} },
      expected: "InternalServerError, HTTP 500: SSM has trouble; it is tried again automatically",
    },
    {
      name: "access denied",
      failure: { kind: "refused", status: 400, type: "AccessDeniedException", body: {} },
      expected: "AccessDeniedException, HTTP 400: allow the role ssm:GetParameters on parameter/a",
    },
    {
      name: "credentials",
      failure: { kind: "refused", status: 403, type: "UnrecognizedClientException", body: {} },
      expected:
        "UnrecognizedClientException, HTTP 403: check the AWS credentials, the region and this machine's clock",
    },
    {
      name: "anything else",
      failure: { kind: "refused", status: 400, type: "ValidationException", body: {} },
      expected: "ValidationException, HTTP 400: check the path and the region",
    },
  ],
  "explained: $name",
  ({ failure, expected }) => {
    const facts = { service: "SSM", endpoint: "http://x", permission: "ssm:GetParameters on parameter/a" };
    expect(explainAwsFailure(failure, facts)).toBe(expected);
  },
);
