import type { ToolDetails } from "../../policy/tool-details.ts";
import { CREATE, createRunExample, createSituation, type Messages, quote } from "./message.ts";

const CREATE_GROUP = CREATE.replace("on: ", "");

export const toolMessages = {
  usage: {
    title: "The command line is invalid.",
    text: ({ details: { problem } }) => problem,
    example: createRunExample("explain"),
    fix: "Do what the text says; `npx --no chatgate help <command>` shows how the command is used.",
  },
  "file-missing": {
    title: "A file does not exist.",
    text: ({ token }) => `${quote(token)} does not exist. Check the path.`,
    example: createRunExample("explain nothing.json"),
    fix: "Check the path, which is relative to the folder where the command runs.",
  },
  "file-unreadable": {
    title: "A file or folder cannot be read.",
    text: ({ token, details: { cause } }) =>
      `${quote(token)} cannot be read (${cause}). Name a file that you may read.`,
    example: createRunExample("explain policies/events"),
    fix: "Name a file instead of a folder, and check its permissions.",
  },
  "file-unwritable": {
    title: "A file cannot be written.",
    text: ({ token, details: { cause } }) =>
      `${quote(token)} cannot be written (${cause}). Check the folder, its permissions and the free space.`,
    example: createRunExample("replay recordings.jsonl --tally recordings.jsonl/counts.json", {
      "recordings.jsonl": "",
    }),
    fix: "Create the folder, and check its permissions and the disk's free space.",
  },
  "file-exists": {
    title: "A file would be overwritten.",
    text: ({ token }) =>
      `${quote(token)} exists, and nothing is overwritten. Move it, or leave the option out.`,
    example: createRunExample(["init one --yes --ci github", "init two --yes --ci github"]),
    fix: "Move the file, or leave out the option that writes it.",
  },
  "file-changed": {
    title: "A file was changed on disk after the page had read it.",
    text: ({ token }) => `${quote(token)} has changed on disk. Reload the page to see it.`,
    example: createSituation("a save in the playground of a file that an editor saved meanwhile"),
    fix: "Reload the page, and make the change again.",
  },
  "file-too-large": {
    title: "A file is too large for the playground to save.",
    text: ({ token, details: { limit } }) =>
      `${quote(token)} has over ${limit} bytes. Edit it outside the page.`,
    example: createSituation("a list of two megabytes in the playground"),
    fix: "Edit the file with an editor.",
  },
  "not-a-policy-file": {
    title: "The playground would save a file that is no policy, test, list or settings.",
    text: ({ token }) => `${quote(token)} is not a policy, test, list or settings. Use another name.`,
    example: createSituation("a new file `notes.md` in the playground"),
    fix: "Use a name such as `naming.yaml`, `naming.test.yaml` or `lists/names.txt`.",
  },
  "folder-occupied": {
    title: "A folder is not empty.",
    text: ({ token }) => `${quote(token)} is not empty, and nothing is overwritten. Name another folder.`,
    example: createRunExample("init policies --yes"),
    fix: "Name a folder that does not exist.",
  },
  "not-a-folder": {
    title: "A path is not a folder that can be read.",
    text: ({ token }) => `${quote(token)} is not a folder that can be read. Name another.`,
    example: createRunExample("playground policies/settings.yaml"),
    fix: "Name a folder.",
  },
  "app-unknown": {
    title: "The request's application is unknown.",
    text: () => "The settings name no application. Add `sdkAppIds`, or pass --sdkappid.",
    example: createRunExample(`send ${CREATE_GROUP} --policies empty`, {
      "empty/settings.yaml": "mode: shadow\n",
    }),
    fix: "Add `sdkAppIds: [<SDKAppID>]` to the settings, or pass `--sdkappid`.",
  },
  "event-unrecognized": {
    title: "A file holds neither an event of API Gateway nor a callback's body.",
    text: ({ token, details: { reason } }) =>
      `${quote(token)} is not a callback${reason === undefined ? "" : ` (${reason})`}. Give API Gateway's event, or a body with CallbackCommand.`,
    example: createRunExample("explain event.json", { "event.json": '{ "hello": "world" }' }),
    fix: "Add `CallbackCommand` to the body, or name the command instead of the file.",
  },
  "event-unreadable": {
    title: "A callback's body does not match its command's documentation, so no test can be written from it.",
    text: ({ token, details: { command } }) =>
      `${quote(token)} cannot be read as ${command}. Run \`chatgate explain\` to see why.`,
    example: createRunExample("policy test --new event.json", {
      "event.json": `{ "CallbackCommand": "${CREATE_GROUP}", "MemberList": 7 }`,
    }),
    fix: "Run `npx --no chatgate explain <file>`, which says what is missing.",
  },
  "request-rejected": {
    title: "The gate would reject the event as it stands; it is explained as if it had just been signed.",
    text: ({ details: { reason } }) =>
      `The gate would reject this request as it stands (${reason}). It is explained as if it had just been signed.`,
    example: createSituation("`explain examples/events/refused.json`, whose signature is of another day"),
    fix: "Nothing, if the file is a sample. `npx --no chatgate send` signs a request.",
  },
  "no-tests": {
    title: "There are no tests.",
    text: ({ token }) => `${quote(token)} has no tests. Write one beside each policy, <document>.test.yaml.`,
    example: createRunExample("policy test bare", {
      "bare/settings.yaml": "sdkAppIds: [1400000000]\n",
      "bare/naming.yaml": `rules:\n  - { id: names, on: ${CREATE_GROUP}, observe: {} }\n`,
    }),
    fix: "Write a test; `npx --no chatgate policy test --help` shows one, and `--new` writes one.",
  },
  "nothing-to-test": {
    title: "No rule is on the command, so a test of it would show nothing.",
    text: ({ token, details: { folder } }) => `No rule in ${folder} is on ${token}. Write the rule first.`,
    example: createRunExample("policy test --new Alert.RequestOverLimit"),
    fix: "Write a rule on the command first.",
  },
  "suite-invalid": {
    title: "A file of tests is not valid, so no test is added to it.",
    text: ({ token }) =>
      `${quote(token)} has no valid tests. Run \`chatgate policy test\`, and fix it first.`,
    example: createRunExample(`policy test --new ${CREATE_GROUP} bare`, {
      "bare/settings.yaml": "sdkAppIds: [1400000000]\n",
      "bare/naming.yaml": `rules:\n  - { id: names, on: ${CREATE_GROUP}, observe: {} }\n`,
      "bare/naming.test.yaml": "tests: [\n",
    }),
    fix: "Run `npx --no chatgate policy test`, and fix what it says.",
  },
  "gate-unreachable": {
    title: "Nothing answers at the URL of the gate.",
    text: ({ token, details: { cause } }) =>
      `${token} does not answer (${cause}). Start the gate there; \`npm run dev\` does it on this machine.`,
    example: createRunExample(`send ${CREATE_GROUP} --url http://127.0.0.1:59871/`),
    fix: "Start the gate (`npm run dev`), or name its URL with `--url`.",
  },
  "request-unsigned": {
    title: "A callback was sent without a signature, since no token is known.",
    text: () => "The request was not signed, since no token is known. Set CHATGATE_TOKEN, or add tokens.txt.",
    example: createSituation("`send` in a folder without `tokens.txt`"),
    fix: "Set `CHATGATE_TOKEN`, or add `tokens.txt` to the folder.",
  },
  "answer-invalid": {
    title: "The answer does not come from a gate; Chat would treat the callback as failed.",
    text: ({ details: { answer } }) =>
      `The answer is not a callback response (${quote(answer)}). Check the URL.`,
    example: createSituation("`send --url http://127.0.0.1:8080/`, where another server listens"),
    fix: "Check the URL.",
  },
  "answer-slow": {
    title: "The answer took longer than Chat waits.",
    text: ({ details: { ms, limit } }) =>
      `The answer took ${ms} ms, and Chat waits ${limit} ms. Look at the function's log.`,
    example: createSituation("`send` to a function far away, at its cold start"),
    fix: "Send it again; if it stays slow, deploy nearer, and look at `docs/failures.md`.",
  },
  "answer-unexpected": {
    title: "The answer is not the one that `--expect` names.",
    text: ({ details: { expected } }) =>
      `The answer is not ${expected}. Run \`chatgate explain\` to see why.`,
    example: createSituation("`send --expect deny` of a request that is allowed"),
    fix: "Run `npx --no chatgate explain` with the same options.",
  },
  "page-missing": {
    title: "The playground's page is not built.",
    text: () => "The page is not built. Run `npm run playground` in chatgate's folder, then try again.",
    example: createSituation("`playground` in a fresh clone"),
    fix: "Run `npm run playground` in chatgate's folder.",
  },
  "caller-remote": {
    title: "The playground was asked for from another machine, by another host name, or through a proxy.",
    text: () =>
      "This server answers on this machine only. Open the address that was printed, without a proxy.",
    example: createSituation("the playground's page through a tunnel, or by another name of the machine"),
    fix: "Open the address that was printed, in a browser on this machine.",
  },
  "caller-foreign": {
    title: "A page of another site asked the playground's server for something.",
    text: () => "This server answers its own page only. Open the address that was printed.",
    example: createSituation("a page of another site that calls the playground's address"),
    fix: "Open the address that was printed.",
  },
  "page-address-unknown": {
    title: "The playground's server has nothing at this address.",
    text: () => "Nothing is at this address. Open the address that was printed.",
    example: createSituation("the playground's address without its secret part"),
    fix: "Open the address that was printed, which is another one after each start.",
  },
  "page-read-only": {
    title: "The playground's server does not write files.",
    text: () => "The playground only reads here. Run `chatgate playground --save` to write files.",
    example: createSituation("a save to a `playground` without `--save`"),
    fix: "Run `npx --no chatgate playground --save`.",
  },
  "pages-too-many": {
    title: "Too many pages follow the folder at once.",
    text: ({ details: { limit } }) => `${limit} pages are open already. Close one, and reload this one.`,
    example: createSituation("the playground's page in nine tabs"),
    fix: "Close the pages that you do not need, and reload this one.",
  },
  "save-unreadable": {
    title: "What the page sent to save is too long, or is not what the page sends.",
    text: ({ details: { limit } }) =>
      `The changes have over ${limit} bytes, or are not a list of changed files. Save fewer of them at once.`,
    example: createSituation("a save of lists of five megabytes"),
    fix: "Save fewer changes at once, or edit the files outside the page.",
  },
  "body-unreadable": {
    title: "A request to `npm run dev` is longer than API Gateway takes, or broke off.",
    text: ({ details: { limit } }) => `The body has over ${limit} bytes, or broke off. Send a shorter one.`,
    example: createSituation("a `POST` of eleven megabytes to `npm run dev`"),
    fix: "Send a shorter body: Chat's callbacks have at most 1 MiB.",
  },
  "link-too-long": {
    title: "Policies and lists are too large for a link.",
    text: () => "The policies and lists are too large for a link. Run `chatgate playground` instead.",
    example: createSituation("`explain --link` with lists of a megabyte"),
    fix: "Run `npx --no chatgate playground`.",
  },
  "port-unusable": {
    title: "Nothing can listen on a port of this machine.",
    text: ({ token, details: { cause } }) =>
      `Port ${token} ${cause === "EADDRINUSE" ? "is in use" : `cannot be used (${cause})`}. Choose another one.`,
    example: createSituation("`playground --port 8123`, twice"),
    fix: "Choose another port.",
  },
  "dependencies-missing": {
    title: "The Node version that chatgate's command line needs is not installed.",
    text: ({ token }) => `${token} cannot be started. Run \`npm ci\` in chatgate's folder.`,
    example: createSituation("`bin/chatgate.cjs` in a fresh clone, under a Node before 24"),
    fix: "Run `npm ci` in chatgate's folder.",
  },
  "unexpected-fault": {
    title: "An unexpected error occurred.",
    text: ({ details: { cause } }) =>
      `The command failed (${cause}). Try it again, and report it if it fails again.`,
    example: createSituation("a defect of chatgate, or a full disk"),
    fix: "Try it again; if it fails again, report the command line and the text.",
  },
} satisfies Messages<ToolDetails>;
