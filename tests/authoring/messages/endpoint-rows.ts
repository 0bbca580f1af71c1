import type { Row } from "./row.ts";

export const endpointRows: readonly Row[] = [
  {
    code: "url-invalid",
    sample: { token: "nonsense" },
    text: '"nonsense" is not a URL. Use the one that `sls deploy` printed.',
  },
  {
    code: "url-not-https",
    sample: {},
    text: "The URL is not https, so anybody on the way could reuse a signature. Use https.",
  },
  {
    code: "url-with-query",
    sample: {},
    text: "The URL has a `?`, but Chat adds its own parameters. Remove it.",
  },
  {
    code: "url-unreachable",
    sample: { details: { host: "example.org", cause: "ECONNREFUSED" } },
    text: "example.org cannot be reached (ECONNREFUSED). Compare the URL with `npx sls info`.",
  },
  {
    code: "url-not-asked",
    sample: {},
    text: "Not called: without settings and a token there is no signature to send. Fix those first.",
  },
  {
    code: "url-refuses",
    sample: { details: { status: 401, answer: "sign-mismatch", address: "example.org/" } },
    text: "The verify request is answered 401, sign-mismatch. The function has another token. Wait for `refreshSeconds`, or use the URL of this stage.",
  },
  {
    code: "url-slow",
    sample: { details: { first: 1800, again: 1200 } },
    text: "The verify request is answered OK in 1800 ms the first time, 1200 ms again, of the 2000 ms that Chat waits. Deploy nearer to Chat's data centre.",
  },
  {
    code: "url-accepts-forged",
    sample: {},
    text: "A wrong signature is accepted. The function could not read the stage (see its log), or the URL is of another stage.",
  },
  {
    code: "clock-skew",
    sample: { details: { seconds: -70, other: "store" } },
    text: "This machine's clock is 70 s behind the store's. Set it, or what is signed here will be refused.",
  },
  { code: "aws-region-missing", sample: {}, text: "No AWS region. Set AWS_REGION or pass --region." },
  {
    code: "aws-credentials-missing",
    sample: {},
    text: "No AWS credentials. Set AWS_PROFILE, or sign in with `aws sso login`.",
  },
  { code: "aws-credentials-expired", sample: {}, text: "The AWS credentials have expired. Sign in again." },
  {
    code: "aws-credentials-invalid",
    sample: { details: { name: "InvalidSignatureException" } },
    text: "AWS refuses the credentials (InvalidSignatureException). Check them, the region and this machine's clock.",
  },
  {
    code: "aws-access-denied",
    sample: {
      details: { action: "ssm:PutParameter", resource: "arn:aws:ssm:eu-west-1:123:parameter/chatgate/dev" },
    },
    text: "Access denied (ssm:PutParameter on arn:aws:ssm:eu-west-1:123:parameter/chatgate/dev). Ask for that right on the stage's parameters.",
  },
  {
    code: "ssm-throttled",
    sample: { details: { name: "ThrottlingException" } },
    text: "SSM is busy (ThrottlingException). Wait, and try again.",
  },
  {
    code: "ssm-type-mismatch",
    sample: {},
    text: "A parameter of the set has another type in SSM. All are of type String: delete that parameter, and push again.",
  },
  {
    code: "ssm-unreachable",
    sample: { details: { cause: "ECONNREFUSED" } },
    text: "SSM cannot be reached (ECONNREFUSED). Check the network, the region and AWS_ENDPOINT_URL.",
  },
  {
    code: "ssm-error",
    sample: { details: { name: "ParameterLimitExceeded" } },
    text: "SSM refused the request (ParameterLimitExceeded). Look the name up in the SSM API reference.",
  },
];
