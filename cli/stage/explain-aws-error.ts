import type { BareDiagnostic } from "../report.ts";
import { isBucketError } from "./list-bucket.ts";

/** The problem with AWS and what to do; undefined if the error is not from AWS or the network. */
export function explainAwsError(error: unknown): BareDiagnostic | undefined {
  if (isBucketError(error)) return { code: "bucket-unusable", details: error.details };
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (/Region is missing/.test(message)) return { code: "aws-region-missing" };
  if (/^CredentialsProviderError|^TokenProviderError/.test(name)) return { code: "aws-credentials-missing" };
  if (/^ExpiredToken/.test(name)) return { code: "aws-credentials-expired" };
  if (/^AccessDenied/.test(name)) return { code: "aws-access-denied", details: readDeniedAction(message) };
  if (/UnrecognizedClient|InvalidSignature|InvalidClientToken|IncompleteSignature/.test(name))
    return { code: "aws-credentials-invalid", details: { name } };
  if (/Throttl|TooManyRequests|TooManyUpdates/.test(name))
    return { code: "ssm-throttled", details: { name } };
  if (name === "HierarchyTypeMismatchException") return { code: "ssm-type-mismatch" };
  const cause = readSystemCode(error);
  if (cause !== undefined) return { code: "ssm-unreachable", details: { cause } };
  return "$metadata" in error ? { code: "ssm-error", details: { name } } : undefined;
}

/** AWS gives the action and resource only in its message: `… not authorized to perform: ssm:PutParameter on resource: arn:…`. */
function readDeniedAction(message: string) {
  return {
    action: /\bperform: ([\w:]+)/.exec(message)?.[1],
    resource: /\bon resource: (\S+)/.exec(message)?.[1],
  };
}

/** Of the system, e.g. `ECONNREFUSED`; of the first address tried, if there were several. */
function readSystemCode(
  error: Error & { readonly code?: unknown; readonly errors?: unknown },
): string | undefined {
  const first: unknown = Array.isArray(error.errors) ? error.errors[0] : undefined;
  if (first instanceof Error) return readSystemCode(first);
  if (error.name === "TimeoutError") return "no answer in time";
  const code = typeof error.code === "string" ? error.code : error.message;
  return /\b(?:ECONN|ENET|EHOST|EAI_|ENOTFOUND|EPIPE|ETIMEDOUT)[A-Z_]*\b/.exec(code)?.[0]; // the SDK may wrap it
}
