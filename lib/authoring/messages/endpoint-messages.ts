import type { EndpointDetails } from "../../policy/stage-details.ts";
import { createSituation, type Messages, quote } from "./message.ts";

/** What a refusal of the verify request says about the stage, by the reason in the answer. */
const refusals: Readonly<Record<string, string>> = {
  "sign-mismatch": "The function has another token. Wait for `refreshSeconds`, or use the URL of this stage.",
  "request-time-stale": "The clocks are too far apart. Set this machine's clock.",
  "sdkappid-unknown":
    "The function has other settings. Wait for `refreshSeconds`, or use the URL of this stage.",
  "no-token-configured": "The function finds no token. Store one in SSM (docs/deploy.md).",
};

export const endpointMessages = {
  "url-invalid": {
    title: "What was given is not a URL.",
    text: ({ token }) => `${quote(token)} is not a URL. Use the one that \`sls deploy\` printed.`,
    example: createSituation("`doctor --url nonsense`"),
    fix: "Use the URL that `npx sls info --stage <stage>` prints.",
  },
  "url-not-https": {
    title: "The URL is not https, so a signature could be read on the way.",
    text: () => "The URL is not https, so anybody on the way could reuse a signature. Use https.",
    example: createSituation("`doctor --url http://example.org/`"),
    fix: "Use the https URL.",
  },
  "url-with-query": {
    title: "The URL has parameters; Chat adds its own.",
    text: () => "The URL has a `?`, but Chat adds its own parameters. Remove it.",
    example: createSituation("`doctor --url https://example.org/?a=b`"),
    fix: "Remove the `?` and what follows.",
  },
  "url-unreachable": {
    title: "Nothing answers at the URL.",
    text: ({ details: { host, cause } }) =>
      `${host} cannot be reached (${cause}). Compare the URL with \`npx sls info\`.`,
    example: createSituation("a URL of a stage that was removed"),
    fix: "Compare the URL with `npx sls info --stage <stage>`, and check the network.",
  },
  "url-not-asked": {
    title: "The URL was not called, because there is nothing to sign a request with.",
    text: () => "Not called: without settings and a token there is no signature to send. Fix those first.",
    example: createSituation("`doctor --url …` at a stage without a token"),
    fix: "Fix what `doctor` says of settings and tokens first.",
  },
  "url-refuses": {
    title: "The endpoint rejects the verify request of Chat's console.",
    text: ({ details: { status, answer, address } }) =>
      `The verify request is answered ${status}, ${answer}. ${refusals[answer] ?? `Compare ${address} with \`npx sls info\`, and look at the function's log.`}`,
    example: createSituation("the token in SSM was replaced less than `refreshSeconds` ago"),
    fix: "Follow the advice in the text.",
  },
  "url-slow": {
    title: "The endpoint takes more than half of the two seconds that Chat waits.",
    text: ({ details: { first, again } }) =>
      `The verify request is answered OK in ${first} ms the first time, ${again} ms again, of the 2000 ms that Chat waits. Deploy nearer to Chat's data centre.`,
    example: createSituation("a function in Europe for an application in Singapore"),
    fix: "Deploy in a region near to the application's data centre.",
  },
  "url-accepts-forged": {
    title: "The endpoint answers OK to a wrong signature: it has no settings, or belongs to another stage.",
    text: () =>
      "A wrong signature is accepted. The function could not read the stage (see its log), or the URL is of another stage.",
    example: createSituation("the function's role may not read its parameters"),
    fix: "Look at the function's log, and compare the URL with `npx sls info --stage <stage>`.",
  },
  "clock-skew": {
    title: "This machine's clock differs from the other side's by more than 5 seconds.",
    text: ({ details: { seconds, other } }) =>
      `This machine's clock is ${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} the ${other}'s. Set it, or what is signed here will be refused.`,
    example: createSituation("a machine without time synchronisation"),
    fix: "Turn on time synchronisation.",
  },
  "aws-region-missing": {
    title: "No AWS region is configured.",
    text: () => "No AWS region. Set AWS_REGION or pass --region.",
    example: createSituation("a shell without `AWS_REGION`"),
    fix: "Set `AWS_REGION`, or pass `--region`, to the region of the deployment.",
  },
  "aws-credentials-missing": {
    title: "No AWS credentials are configured.",
    text: () => "No AWS credentials. Set AWS_PROFILE, or sign in with `aws sso login`.",
    example: createSituation("a shell without a profile"),
    fix: "Set `AWS_PROFILE`, or sign in with `aws sso login`.",
  },
  "aws-credentials-expired": {
    title: "The AWS credentials have expired.",
    text: () => "The AWS credentials have expired. Sign in again.",
    example: createSituation("yesterday's session"),
    fix: "Sign in again, for example with `aws sso login`.",
  },
  "aws-credentials-invalid": {
    title: "AWS refuses the credentials or the signature made with them.",
    text: ({ details: { name } }) =>
      `AWS refuses the credentials (${name}). Check them, the region and this machine's clock.`,
    example: createSituation("credentials of another account or partition"),
    fix: "Check the credentials, the region and this machine's clock.",
  },
  "aws-access-denied": {
    title: "The role in use lacks a right.",
    text: ({ details: { action, resource } }) => {
      const what = action === undefined ? "" : ` (${[action, resource].filter(Boolean).join(" on ")})`;
      return `Access denied${what}. Ask for that right on the stage's parameters.`;
    },
    example: createSituation("a role that may not call `ssm:PutParameter` on the stage"),
    fix: "Ask for the right that is named, on the stage's parameters.",
  },
  "ssm-throttled": {
    title: "SSM receives too many requests.",
    text: ({ details: { name } }) => `SSM is busy (${name}). Wait, and try again.`,
    example: createSituation("several pushes at the same time"),
    fix: "Wait, and try again.",
  },
  "ssm-type-mismatch": {
    title: "A parameter exists with another type than a push writes.",
    text: () =>
      "A parameter of the set has another type in SSM. All are of type String: delete that parameter, and push again.",
    example: createSituation("a policy was stored as `SecureString` by hand"),
    fix: "Delete the parameter, and push again.",
  },
  "ssm-unreachable": {
    title: "SSM cannot be reached.",
    text: ({ details: { cause } }) =>
      `SSM cannot be reached (${cause}). Check the network, the region and AWS_ENDPOINT_URL.`,
    example: createSituation("`AWS_ENDPOINT_URL` names a port where nothing listens"),
    fix: "Check the network, the region and `AWS_ENDPOINT_URL`.",
  },
  "ssm-error": {
    title: "SSM refuses a request for a reason that has no code of its own.",
    text: ({ details: { name } }) =>
      `SSM refused the request (${name}). Look the name up in the SSM API reference.`,
    example: createSituation("the account's number of parameters is used up"),
    fix: "Look the name up in the API reference of AWS Systems Manager.",
  },
} satisfies Messages<EndpointDetails>;
