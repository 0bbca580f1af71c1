/** What went wrong with AWS and what to do; undefined where the error is not of AWS or the way to it. */
export function explainAwsError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name } = error;
  const message = error.message.replace(/\.$/, "");
  const code = codeOf(error);
  if (/Region is missing/.test(message))
    return "no AWS region: set AWS_REGION, or add --region, as the stage was deployed with";
  if (/^CredentialsProviderError|^TokenProviderError/.test(name))
    return "no AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`";
  if (/^ExpiredToken/.test(name)) return "the AWS credentials have expired: sign in again";
  if (/^AccessDenied/.test(name)) return `${message}: ask for that right on the stage's parameters`;
  if (/UnrecognizedClient|InvalidSignature|InvalidClientToken|IncompleteSignature/.test(name))
    return `AWS does not take the credentials (${name}): check them, the region and this machine's clock`;
  if (/Throttl|TooManyRequests|TooManyUpdates/.test(name))
    return `SSM is busy (${name}): wait, and try again`;
  if (name === "HierarchyTypeMismatchException")
    return `${message}: whatever a set holds is of type String: delete that parameter, and push again`;
  if (code !== undefined)
    return `SSM cannot be reached (${code}): check the network, the region and AWS_ENDPOINT_URL`;
  return "$metadata" in error ? `SSM refused (${name}): ${message}` : undefined;
}

/** Of the system, e.g. `ECONNREFUSED`; of the first address tried, where there were several. */
function codeOf(error: Error & { readonly code?: unknown; readonly errors?: unknown }): string | undefined {
  const first: unknown = Array.isArray(error.errors) ? error.errors[0] : undefined;
  if (first instanceof Error) return codeOf(first);
  if (error.name === "TimeoutError") return "no answer in time";
  const code = typeof error.code === "string" ? error.code : error.message;
  return /\b(?:ECONN|ENET|EHOST|EAI_|ENOTFOUND|EPIPE|ETIMEDOUT)[A-Z_]*\b/.exec(code)?.[0]; // the SDK may wrap it
}
