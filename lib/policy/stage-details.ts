/** No details besides path and token. */
type None = undefined;

export type StageDetails = {
  readonly "stage-settings-missing": { readonly stage: string; readonly file: string };
  readonly "authentication-off": None;
  readonly "mode-not-enforced": { readonly mode: string };
  readonly "policies-missing": { readonly place: string };
  readonly "set-incomplete": { readonly names: readonly string[] };
  readonly "out-of-sync": { readonly names: readonly string[] };
  readonly unmanaged: { readonly names: readonly string[] };
  readonly "tokens-missing": { readonly parameter: string };
  readonly "token-not-encrypted": { readonly parameter: string };
  readonly "token-misplaced": { readonly parameter: string; readonly right: string };
  readonly "token-published": None;
  readonly "token-short": { readonly limit: number };
  readonly "tokens-unreadable": { readonly reason: string };
  readonly "parameter-encrypted": { readonly parameter: string };
  readonly "document-too-large": { readonly bytes: number; readonly limit: number };
  readonly "entry-too-large": { readonly limit: number };
  readonly "list-too-long": { readonly parts: number; readonly limit: number };
  readonly "list-braces": None;
  readonly "manifest-too-large": { readonly bytes: number; readonly limit: number };
  readonly "set-too-slow": { readonly ms: number; readonly budget: number; readonly arithmetic: string };
  readonly "incident-dropped": { readonly sets: readonly string[]; readonly documents: readonly string[] };
  readonly "pack-stale": None;
  readonly "manifest-too-new": { readonly format: number; readonly reader: number };
  readonly "audit-key-missing": { readonly parameter: string };
  readonly "nearly-full": {
    readonly bytes: number;
    readonly limit: number;
    readonly tier: "standard" | "advanced";
  };
  readonly "many-pages": { readonly parameters: number; readonly pages: number };
  readonly "many-unused": { readonly parameters: number };
  readonly "set-not-found": { readonly set: number; readonly first: number; readonly last: number };
  readonly "set-current": { readonly set: number };
  readonly "set-lost": { readonly set: number; readonly names: readonly string[] };
  readonly "set-empty": { readonly set: number };
  readonly "no-earlier-set": None;
  readonly "stage-unreadable": { readonly reason: string };
  readonly "function-missing": { readonly name: string; readonly stage: string };
  readonly "function-unreadable": { readonly name: string; readonly status: number };
  readonly "lambda-unreachable": { readonly cause: string };
  /** `expected`: of a parameter of serverless.yml. */
  readonly "stage-parameter-invalid": { readonly expected: string };
  readonly "environment-invalid": { readonly expected: string };
  readonly "destination-local": None;
  readonly "destination-missing": None;
  readonly "destination-unreadable": { readonly cause: string };
  readonly "webhook-secret-missing": { readonly parameter: string };
};

export type EndpointDetails = {
  readonly "url-invalid": None;
  readonly "url-not-https": None;
  readonly "url-with-query": None;
  readonly "url-unreachable": { readonly host: string; readonly cause: string };
  readonly "url-not-asked": None;
  readonly "url-refuses": { readonly status: number; readonly answer: string; readonly address: string };
  readonly "url-slow": { readonly first: number; readonly again: number };
  readonly "url-accepts-forged": None;
  readonly "clock-skew": { readonly seconds: number; readonly other: "endpoint" | "store" };
  readonly "aws-region-missing": None;
  readonly "aws-credentials-missing": None;
  readonly "aws-credentials-expired": None;
  readonly "aws-credentials-invalid": { readonly name: string };
  readonly "aws-access-denied": {
    readonly action: string | undefined;
    readonly resource: string | undefined;
  };
  readonly "ssm-throttled": { readonly name: string };
  readonly "ssm-type-mismatch": None;
  readonly "ssm-unreachable": { readonly cause: string };
  readonly "ssm-error": { readonly name: string };
};

/** Why a command did not change a stage, or changed it only in part. */
export type StageChangeDetails = {
  /** `set`, `before`: in force now, and when the difference was made. */
  readonly "set-conflict": { readonly set: number | undefined; readonly before: number | undefined };
  /** `set`: in force, whole; undefined: not known, the old one or the new. */
  readonly "push-interrupted": { readonly set: number | undefined };
  /** `set`: still in force. */
  readonly "push-stopped": { readonly set: number | undefined };
  readonly "push-tests-fail": None;
  readonly declined: None;
  readonly "reader-too-old": { readonly stage: string; readonly lacks: "ends" | "bound-tokens" };
  readonly "document-missing": None;
  readonly "entry-present": { readonly list: string };
  readonly "entry-missing": { readonly list: string };
  readonly "name-unfit": { readonly names: readonly string[] };
  readonly "files-differ": { readonly files: readonly string[]; readonly stage: string };
  readonly "link-in-folder": { readonly folder: string };
  readonly "never-pushed": None;
  readonly "manifest-unreadable": { readonly set: string };
  readonly "prune-conflict": { readonly isDeleted: boolean };
  readonly "token-present": { readonly stage: string };
  readonly "token-not-found": { readonly stage: string };
  readonly "token-last": { readonly app: string };
  readonly "tokens-overwritten": { readonly stage: string };
  readonly "hash-key-missing": None;
  readonly "rule-without-limit": None;
  readonly "limits-unavailable": { readonly table: string; readonly reason: string };
  readonly "recording-key-missing": None;
  readonly "bucket-unusable": {
    readonly bucket: string;
    readonly cause: string;
    readonly action: string;
  };
};

/** Notes on a set that is pushed, pulled or shown. */
export type StageNoteDetails = {
  readonly "settings-kept": { readonly file: string };
  readonly "list-in-bucket": { readonly bytes: number; readonly bucket: string };
  readonly "list-bucket-unread": { readonly bytes: number };
  readonly "list-bucket-missing": { readonly bytes: number };
  readonly "list-in-parts": { readonly bytes: number; readonly parts: number };
  readonly "document-advanced": { readonly bytes: number };
  readonly "manifest-advanced": { readonly bytes: number };
  readonly "pack-too-large": { readonly calls: number; readonly ms: number; readonly budget: number };
  readonly "advanced-kept": { readonly names: readonly string[] };
  readonly "set-replaced": { readonly set: number };
  readonly "set-origin": { readonly set: number; readonly by: string; readonly reason: string };
  readonly "base-set-missing": { readonly set: number };
  readonly "hashes-changed": None;
};
