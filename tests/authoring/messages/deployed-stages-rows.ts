import type { Row } from "./row.ts";

export const deployedStagesRows: readonly Row[] = [
  {
    code: "stage-settings-missing",
    sample: { details: { stage: "dev", file: "policies/stages/dev.yaml" } },
    text: "No settings at stage dev. Create policies/stages/dev.yaml with at least `sdkAppIds: [<SDKAppID>]`, then run `chatgate policy push`.",
  },
  {
    code: "authentication-off",
    sample: {},
    text: "authentication is off, so anybody may call. Set it to `required`.",
  },
  {
    code: "mode-not-enforced",
    sample: { details: { mode: "shadow" } },
    text: "mode is shadow, so no rule decides anything. Set it to `enforce`.",
  },
  {
    code: "policies-missing",
    sample: { details: { place: "The stage" } },
    text: "The stage has no policy, so everything is allowed. Push one.",
  },
  {
    code: "set-incomplete",
    sample: { details: { names: ["lists/names", "policies/naming"] } },
    text: "The set cannot be read: SSM has no lists/names and policies/naming. Push it again.",
  },
  {
    code: "out-of-sync",
    sample: { details: { names: ["settings"] } },
    text: "Changed since the push and not in force: settings. Push to overwrite the change.",
  },
  {
    code: "unmanaged",
    sample: {
      details: { names: ["lists/a", "lists/b", "lists/c", "lists/d", "lists/e", "lists/f", "lists/g"] },
    },
    text: "Created by hand and not in force: lists/a, lists/b, lists/c, lists/d, lists/e and 2 more. Push it from the folder, or delete it.",
  },
  {
    code: "tokens-missing",
    sample: { details: { parameter: "/chatgate-secrets/dev/tokens" } },
    text: "/chatgate-secrets/dev/tokens has no token, so every callback is refused. Run `chatgate token new`.",
  },
  {
    code: "token-not-encrypted",
    sample: { details: { parameter: "/chatgate-secrets/dev/tokens" } },
    text: "/chatgate-secrets/dev/tokens is not encrypted. Delete it, and store a new token there as SecureString.",
  },
  {
    code: "token-misplaced",
    sample: { details: { parameter: "/chatgate/dev/tokens", right: "/chatgate-secrets/dev/tokens" } },
    text: "/chatgate/dev/tokens can be read by everybody who may read policies. Delete it, and store a new token at /chatgate-secrets/dev/tokens.",
  },
  {
    code: "token-published",
    sample: {},
    text: "One token is the documentation's example, which everybody knows. Remove it.",
  },
  {
    code: "token-short",
    sample: { details: { limit: 16 } },
    text: "One token is shorter than 16 characters and may be guessed. Use `openssl rand -hex 32`.",
  },
  {
    code: "tokens-unreadable",
    sample: { details: { reason: "Access denied." } },
    text: "Not checked: Access denied.",
  },
  {
    code: "parameter-encrypted",
    sample: { details: { parameter: "/chatgate/dev/notes" } },
    text: "/chatgate/dev/notes is a SecureString, which stops every read. Store it as String.",
  },
  {
    code: "document-too-large",
    sample: { document: "policies/naming", details: { bytes: 9000, limit: 8192 } },
    text: "policies/naming is 8.8 KB as JSON, over the 8 KB of a parameter. Move rules to another document.",
  },
  {
    code: "entry-too-large",
    sample: { document: "lists/names", at: { line: 3, column: 1 }, details: { limit: 4096 } },
    text: "lists/names, line 3: over 4 KB. Shorten the line.",
  },
  {
    code: "list-too-long",
    sample: { document: "lists/names", details: { parts: 1001, limit: 999 } },
    text: "lists/names needs 1001 parts, over the 999 allowed. Split the list.",
  },
  {
    code: "list-braces",
    sample: { document: "lists/names" },
    text: 'lists/names holds "{{", which SSM refuses. Remove it.',
  },
  {
    code: "manifest-too-large",
    sample: { details: { bytes: 9000, limit: 8192 } },
    text: "The set's manifest would be 8.8 KB, over the 8 KB of a parameter. Put short documents together.",
  },
  {
    code: "set-too-slow",
    sample: { details: { ms: 1325, budget: 1200, arithmetic: "53 calls: 1325 ms" } },
    text: "A cold start needs about 1325 ms to read this set and has 1200 ms. 53 calls: 1325 ms. Move lists over 32 KB to the stack's bucket, or shorten them.",
  },
  {
    code: "incident-dropped",
    sample: {
      details: { sets: ["set 5 (list add barred: Spam, by mira)"], documents: ["lists/barred"] },
    },
    text: "This push would undo changes of lists/barred at the stage: set 5 (list add barred: Spam, by mira). Take them over with `policy pull --force`.",
  },
  {
    code: "pack-stale",
    sample: {},
    text: "The pack does not hold the set in force: a cold start makes more than one call. Push again.",
  },
  {
    code: "manifest-too-new",
    sample: { details: { format: 2, reader: 1 } },
    text: "The manifest has format 2, and the deployed function reads up to 1: it keeps its last good set. Deploy this chatgate, or push again.",
  },
  {
    code: "audit-key-missing",
    sample: { details: { parameter: "/chatgate-secrets/dev/audit-key" } },
    text: "Account hashes are keyed by the first token, and change with it. `token new` makes /chatgate-secrets/dev/audit-key.",
  },
  {
    code: "nearly-full",
    sample: { document: "policies/naming", details: { bytes: 4000, limit: 4096, tier: "standard" } },
    text: "policies/naming is 3.9 KB of 4 KB. Above it is billed as an advanced parameter; split it.",
  },
  {
    code: "many-pages",
    sample: { details: { parameters: 254, pages: 26 } },
    text: "254 parameters in 26 pages, which a cold start reads one after the other. Shorten the lists.",
  },
  {
    code: "many-unused",
    sample: { details: { parameters: 12 } },
    text: "12 parameters not in use. `policy push --prune` deletes the oldest.",
  },
  {
    code: "set-not-found",
    sample: { details: { set: 9, first: 1, last: 3 } },
    text: "There is no set 9. `policy history` lists 1 to 3.",
  },
  { code: "set-current", sample: { details: { set: 3 } }, text: "Set 3 is in force. Name an earlier one." },
  {
    code: "set-lost",
    sample: { details: { set: 2, names: ["lists/names:1"] } },
    text: "Set 2 cannot be restored: SSM no longer has its version of lists/names:1. Name a later set.",
  },
  {
    code: "set-empty",
    sample: { details: { set: 1 } },
    text: "Set 1 is the state before the first push and has no settings. Name a later set.",
  },
  { code: "no-earlier-set", sample: {}, text: "There is no earlier set. Push a new one instead." },
  {
    code: "stage-unreadable",
    sample: { details: { reason: "GetParametersByPath /chatgate/dev: AccessDeniedException" } },
    text: "Cannot be read with your rights: GetParametersByPath /chatgate/dev: AccessDeniedException.",
  },
  {
    code: "function-missing",
    sample: { details: { name: "chatgate-dev-webhook", stage: "dev" } },
    text: "chatgate-dev-webhook is not deployed. Run `npx serverless deploy --stage dev`.",
  },
  {
    code: "function-unreadable",
    sample: { details: { name: "chatgate-dev-webhook", status: 403 } },
    text: "The environment cannot be read (HTTP 403). Allow your role lambda:GetFunctionConfiguration on chatgate-dev-webhook.",
  },
  {
    code: "lambda-unreachable",
    sample: { details: { cause: "ECONNREFUSED" } },
    text: "Lambda does not answer (ECONNREFUSED). Check the network.",
  },
  {
    code: "stage-parameter-invalid",
    sample: { token: "params.alarms", details: { expected: "a list of ARNs" } },
    text: "params.alarms is invalid. Set it to a list of ARNs.",
  },
  {
    code: "environment-invalid",
    sample: { token: "CHATGATE_ON_FAULT", details: { expected: "allow or deny" } },
    text: "CHATGATE_ON_FAULT is invalid. Set it to allow or deny.",
  },
  {
    code: "destination-local",
    sample: { token: "file:events.jsonl" },
    text: '"file:events.jsonl" is for this machine only. Use queue.',
  },
  {
    code: "destination-missing",
    sample: { token: "eventbridge:chat" },
    text: '"eventbridge:chat" does not exist. Create it, or deploy the stack that has it.',
  },
  {
    code: "destination-unreadable",
    sample: { token: "queue", details: { cause: "AccessDeniedException" } },
    text: '"queue" cannot be checked (AccessDeniedException). Allow your role to read it.',
  },
  {
    code: "webhook-secret-missing",
    sample: { details: { parameter: "/chatgate-secrets/dev/webhook-secrets" } },
    text: "/chatgate-secrets/dev/webhook-secrets has no secret, so no webhook is sent. Store one there (docs/events.md).",
  },
];
