import { explainAwsError } from "../../../cli/stage/explain-aws-error.ts";
import { testRows } from "../../support/table.ts";

const awsError = (name: string, message = "", more: object = { $metadata: {} }) =>
  Object.assign(new Error(message), { name }, more);

type Row = { readonly name: string; readonly error: unknown; readonly code: string | undefined };
const rows: readonly Row[] = [
  { name: "no region", error: new Error("Region is missing"), code: "aws-region-missing" },
  { name: "no credentials", error: awsError("CredentialsProviderError"), code: "aws-credentials-missing" },
  { name: "an expired session", error: awsError("ExpiredTokenException"), code: "aws-credentials-expired" },
  { name: "no right", error: awsError("AccessDeniedException"), code: "aws-access-denied" },
  { name: "a wrong key", error: awsError("UnrecognizedClientException"), code: "aws-credentials-invalid" },
  { name: "throttled", error: awsError("ThrottlingException"), code: "ssm-throttled" },
  { name: "another type", error: awsError("HierarchyTypeMismatchException"), code: "ssm-type-mismatch" },
  {
    name: "a refused connection",
    error: awsError("Error", "", { code: "ECONNREFUSED" }),
    code: "ssm-unreachable",
  },
  {
    name: "several addresses that refuse",
    error: awsError("AggregateError", "", { errors: [awsError("Error", "", { code: "ENETUNREACH" })] }),
    code: "ssm-unreachable",
  },
  {
    name: "anything else of AWS",
    error: awsError("ParameterLimitExceeded", "in AWS's words"),
    code: "ssm-error",
  },
  { name: "not of AWS", error: new TypeError("x is not a function"), code: undefined },
  { name: "not an error", error: "thrown", code: undefined },
];

testRows(rows, ({ error, code }) => {
  const found = explainAwsError(error);
  expect(found?.code).toBe(code);
  expect(JSON.stringify(found) ?? "").not.toContain("in AWS's words");
});

test("of a right that is lacking, which one and on what", () => {
  const said =
    "User: arn:aws:iam::1:user/mira is not authorized to perform: ssm:PutParameter on resource: arn:aws:ssm:x";
  expect(explainAwsError(awsError("AccessDeniedException", said))).toEqual({
    code: "aws-access-denied",
    details: { action: "ssm:PutParameter", resource: "arn:aws:ssm:x" },
  });
});
