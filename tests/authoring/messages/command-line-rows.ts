import type { Row } from "./row.ts";

export const commandLineRows: readonly Row[] = [
  {
    code: "usage",
    text: "The command line cannot be run: missing required argument 'event'. Add --help to see how it is used.",
  },
  { code: "file-missing", text: '"nothing.json" does not exist. Check the path.' },
  {
    code: "file-unreadable",
    text: '"policies/events" cannot be read (EISDIR). Name a file that you may read.',
  },
  {
    code: "file-unwritable",
    text: '"recordings.jsonl/counts.json" cannot be written (EEXIST). Check the folder, its permissions and the free space.',
  },
  {
    code: "file-exists",
    text: '".github/workflows/policies.yml" exists, and nothing is overwritten. Move it, or leave the option out.',
  },
  {
    code: "file-changed",
    sample: { token: "naming.yaml" },
    text: '"naming.yaml" has changed on disk. Reload the page to see it.',
  },
  {
    code: "file-too-large",
    sample: { token: "lists/names.txt", details: { limit: 1000000 } },
    text: '"lists/names.txt" has over 1000000 bytes. Edit it outside the page.',
  },
  {
    code: "not-a-policy-file",
    sample: { token: "notes.md" },
    text: '"notes.md" is not a policy, test, list or settings. Use another name.',
  },
  {
    code: "folder-occupied",
    text: '"policies" is not empty, and nothing is overwritten. Name another folder.',
  },
  { code: "not-a-folder", text: '"policies/settings.yaml" is not a folder that can be read. Name another.' },
  { code: "app-unknown", text: "The settings name no application. Add `sdkAppIds`, or pass --sdkappid." },
  {
    code: "event-unrecognized",
    text: '"event.json" is not a callback. Give API Gateway\'s event, or a body with CallbackCommand.',
  },
  {
    code: "event-unreadable",
    text: '"event.json" cannot be read as Group.CallbackBeforeCreateGroup. Run `chatgate explain` to see why.',
  },
  {
    code: "request-rejected",
    sample: { details: { reason: "sign-mismatch" } },
    text: "The gate would reject this request as it stands (sign-mismatch). It is explained as if it had just been signed.",
  },
  { code: "no-tests", text: '"bare" has no tests. Write one beside each policy, <document>.test.yaml.' },
  {
    code: "nothing-to-test",
    text: "No rule in policies is on Alert.RequestOverLimit. Write the rule first.",
  },
  {
    code: "suite-invalid",
    text: '"bare/naming.test.yaml" has no valid tests. Run `chatgate policy test`, and fix it first.',
  },
  {
    code: "gate-unreachable",
    text: "http://127.0.0.1:59871/ does not answer (ECONNREFUSED). Start the gate there; `npm run dev` does it on this machine.",
  },
  {
    code: "request-unsigned",
    sample: {},
    text: "The request was not signed, since no token is known. Set CHATGATE_TOKEN, or add tokens.txt.",
  },
  {
    code: "answer-invalid",
    sample: { details: { answer: "<html>" } },
    text: 'The answer is not a callback response ("<html>"). Check the URL.',
  },
  {
    code: "answer-slow",
    sample: { details: { ms: 2400, limit: 2000 } },
    text: "The answer took 2400 ms, and Chat waits 2000 ms. Look at the function's log.",
  },
  {
    code: "answer-unexpected",
    sample: { details: { expected: "deny" } },
    text: "The answer is not deny. Run `chatgate explain` to see why.",
  },
  {
    code: "page-missing",
    sample: {},
    text: "The page is not built. Run `npm run playground` in chatgate's folder, then try again.",
  },
  {
    code: "caller-remote",
    sample: {},
    text: "This server answers on this machine only. Open the address that was printed, without a proxy.",
  },
  {
    code: "caller-foreign",
    sample: {},
    text: "This server answers its own page only. Open the address that was printed.",
  },
  {
    code: "page-address-unknown",
    sample: {},
    text: "Nothing is at this address. Open the address that was printed.",
  },
  {
    code: "page-read-only",
    sample: {},
    text: "The playground only reads here. Run `chatgate playground --save` to write files.",
  },
  {
    code: "pages-too-many",
    sample: { details: { limit: 8 } },
    text: "8 pages are open already. Close one, and reload this one.",
  },
  {
    code: "save-unreadable",
    sample: { details: { limit: 4_000_000 } },
    text: "The changes have over 4000000 bytes, or are not a list of changed files. Save fewer of them at once.",
  },
  {
    code: "body-unreadable",
    sample: { details: { limit: 10_000_000 } },
    text: "The body has over 10000000 bytes, or broke off. Send a shorter one.",
  },
  {
    code: "link-too-long",
    sample: {},
    text: "The policies and lists are too large for a link. Run `chatgate playground` instead.",
  },
  {
    code: "port-unusable",
    sample: { token: "8123", details: { cause: "EADDRINUSE" } },
    text: "Port 8123 is in use. Choose another one.",
  },
  {
    code: "dependencies-missing",
    sample: { token: "node_modules/node/bin/node" },
    text: "node_modules/node/bin/node cannot be started. Run `npm ci` in chatgate's folder.",
  },
  {
    code: "unexpected-fault",
    sample: { details: { cause: "TypeError: x is not a function, at publish.ts:10:3" } },
    text: "The command failed (TypeError: x is not a function, at publish.ts:10:3). Try it again, and report it if it fails again.",
  },
];
