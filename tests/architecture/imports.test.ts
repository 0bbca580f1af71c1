import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { commands } from "../../lib/commands/generated/index.ts";
import { testRows } from "../support/table.ts";
import { beside, type File, into, isIn, parse } from "./parse-source.ts";

type Rule = {
  readonly rule: string;
  /** What is wrong with the file, if anything. */
  readonly broken: (file: File) => readonly string[];
  /** A file that breaks it. */
  readonly example: readonly [path: string, source: string];
};

const isLib = isIn("lib/");

const isCommand = ({ path }: File) =>
  /^lib\/commands\/(?!(?:fragments|generated)\/)[^/]+\/[^/]+(?<!\.docs)\.ts$/.test(path);

const isDocs = ({ path }: File) => /^lib\/commands\/[^/]+\/[^/]+\.docs\.ts$/.test(path);

/** Where processes, clocks and networks are touched; everything else is given them. */
const adapters = [
  "lib/store/ssm.ts",
  "lib/store/directory.ts",
  "lib/aws/client.ts",
  "lib/sinks/destinations/post-webhook.ts",
];

/** What each room of lib/ may import besides itself; a name ending in .ts is one file. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  "decision.ts": [],
  "json.ts": [],
  aws: ["json.ts"],
  text: ["decision.ts"],
  replies: ["decision.ts"],
  commands: ["replies", "decision.ts", "json.ts"],
  callback: ["commands", "text", "replies", "decision.ts", "json.ts"],
  policy: ["commands", "text", "replies", "decision.ts", "json.ts"],
  "policy-set": ["policy", "commands", "text", "replies", "decision.ts", "json.ts"],
  gate: ["policy-set", "policy", "callback", "commands", "text", "replies", "decision.ts", "json.ts"],
  records: ["gate", "policy-set", "commands", "decision.ts", "json.ts"],
  limits: ["gate", "aws", "decision.ts", "json.ts"],
  store: ["gate", "policy-set", "records", "aws", "policy", "commands", "json.ts"],
  sinks: [
    ...["gate", "policy-set", "records", "aws", "callback", "commands", "decision.ts", "json.ts"],
    "policy/functions/glob.ts",
  ],
  consumer: ["records", "commands/generated/names.ts", "json.ts"],
  authoring: [
    ...["gate", "policy-set", "records", "limits/buckets.ts", "limits/memory.ts"],
    ...["policy", "callback", "commands", "text", "replies", "decision.ts", "json.ts"],
  ],
  replay: [
    ...["gate", "policy-set", "records", "limits/buckets.ts", "limits/memory.ts"],
    ...["policy", "callback", "commands", "text", "replies", "decision.ts", "json.ts"],
  ],
};

const readRoom = (path: string) => /^lib\/([^/]+)/.exec(path)?.[1];

/** Bundled for browsers too; a hash is given to them. */
const pureRooms = [
  "decision.ts",
  "json.ts",
  "text",
  "replies",
  "commands",
  "policy",
  "policy-set",
  "records",
  "replay",
];

const isPure = ({ path }: File) =>
  pureRooms.includes(readRoom(path) ?? "") || path === "lib/gate/decide-callback.ts";

const WORLD =
  /\bprocess\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bconsole\b|\bperformance\b|\bfetch\(|\bglobalThis\b/g;

const worldModules =
  /^node:(http|https|http2|net|tls|dgram|dns|fs|fs\/promises|child_process|os|process|worker_threads)$/;

const commandNames = new RegExp(
  `["'\`.](${[...commands.keys()].map((name) => name.replace(".", "\\.")).join("|")})\\b`,
  "g",
);

const rules: readonly Rule[] = [
  {
    rule: "rooms import one way",
    broken: (file) => {
      const room = readRoom(file.path);
      if (room === undefined) return [];
      const allowed = [room, ...(rooms[room] ?? [])].map(
        (name) => `lib/${name}${name.endsWith(".ts") ? "" : "/"}`,
      );
      return file.imports
        .filter(
          ({ target }) => target.startsWith("lib/") && !allowed.some((place) => target.startsWith(place)),
        )
        .map(({ written }) => written);
    },
    example: ["lib/policy/compile.ts", 'import type { Settings } from "../policy-set/settings-schema.ts";'],
  },
  {
    rule: "a command imports its reply, fragments, defineCommand and zod: no other command",
    broken: (file) =>
      isCommand(file)
        ? beside(
            file,
            /^zod(\/mini)?$/,
            /^lib\/replies\//,
            /^lib\/commands\/(fragments\/|define-command\.ts$)/,
          )
        : [],
    example: ["lib/commands/group/one.ts", 'import other from "./two.ts";'],
  },
  {
    rule: "a command's documentation imports describeCommand and the command beside it",
    broken: (file) =>
      isDocs(file)
        ? file.imports
            .map(({ target }) => target)
            .filter(
              (target) =>
                target !== "lib/commands/describe-command.ts" &&
                target !== file.path.replace(/\.docs\.ts$/, ".ts"),
            )
        : [],
    example: ["lib/commands/group/one.docs.ts", 'import other from "./two.ts";'],
  },
  {
    // With "rooms import one way", since only authoring imports authoring: no path leads from handlers/ to prose.
    rule: "only authoring and the command line read what is said about commands",
    broken: (file) =>
      isIn("lib/authoring/", "cli/", "playground/", "scripts/", "lib/commands/generated/docs.ts")(file)
        ? []
        : into(
            file,
            /^lib\/commands\/.*\bdocs\.ts$/,
            ...(isIn("handlers/")(file) ? [/^lib\/authoring\//] : []),
          ),
    example: ["handlers/webhook.ts", 'import { commandDocs } from "../lib/commands/generated/docs.ts";'],
  },
  {
    rule: "only the index knows every command",
    broken: (file) =>
      file.path === "lib/commands/generated/index.ts" || isDocs(file)
        ? []
        : file.imports.filter(({ target }) => isCommand(parse(target, ""))).map(({ written }) => written),
    example: ["lib/gate/gate.ts", 'import group from "../commands/group/before-create-group.ts";'],
  },
  {
    rule: "the core touches neither process, clock, chance, console, files nor network",
    broken: (file) => {
      if (!isLib(file) || adapters.includes(file.path)) return [];
      return [...into(file, worldModules), ...(file.bare.match(WORLD) ?? [])];
    },
    example: ["lib/gate/gate.ts", "export const now = () => Date.now();"],
  },
  {
    rule: "pure rooms reach no module of Node",
    broken: (file) => (isPure(file) ? into(file, /^node:/) : []),
    example: ["lib/policy/compile.ts", 'import { hash } from "node:crypto";'],
  },
  {
    rule: "lib is used by the rest, and uses none of it",
    broken: (file) => (isLib(file) ? into(file, /^(handlers|cli|scripts|tests|bench)\//) : []),
    example: ["lib/gate/gate.ts", 'const { run } = await import("../../cli/main.ts");'],
  },
  {
    rule: "nothing uses the command line",
    // But for the pictures, which show what it prints.
    broken: (file) =>
      isIn("cli/", "scripts/terminal-pictures.ts", "scripts/pictured-dev.ts")(file)
        ? []
        : into(file, /^cli\//),
    example: ["handlers/webhook.ts", 'import { start } from "../cli/start.ts";'],
  },
  {
    rule: "the playground reaches the engine through one file",
    broken: (file) =>
      isIn("playground/")(file) && file.path !== "playground/engine.ts"
        ? into(file, /^(lib|handlers|cli|scripts)\//)
        : [],
    example: ["playground/main.ts", 'import { createEngine } from "../lib/authoring/engine.ts";'],
  },
  {
    rule: "the handler's bundle holds no AWS SDK, and one module signs",
    broken: (file) =>
      isIn("lib/", "handlers/")(file)
        ? [...into(file, /^@aws-sdk\//), ...(file.path === "lib/aws/client.ts" ? [] : into(file, /^aws4$/))]
        : [],
    example: ["lib/store/ssm.ts", 'import { SSMClient } from "@aws-sdk/client-ssm";'],
  },
  {
    rule: "the other engine of CEL is only compared with",
    broken: (file) => into(file, /^@marcbachmann\/cel-js$/),
    example: ["lib/gate/gate.ts", 'import { Environment } from "@marcbachmann/cel-js";'],
  },
  {
    rule: "zod comes as a namespace: named imports bundle all of it",
    broken: (file) =>
      file.imports
        .filter(
          ({ target, clause, typesOnly }) =>
            /^zod(\/mini)?$/.test(target) && !typesOnly && !/^\* as /.test(clause),
        )
        .map(({ clause }) => clause),
    example: ["lib/policy-set/settings-schema.ts", 'import { z } from "zod";'],
  },
  {
    rule: "imports of our own end in .ts or .json",
    broken: (file) =>
      file.imports
        .map(({ written }) => written)
        .filter((written) => /^\.{1,2}\//.test(written) && !/\.(ts|json)$/.test(written)),
    example: ["lib/gate/gate.ts", 'import { decide } from "../policy/decide";'],
  },
  {
    rule: "no code outside lib/commands names a command",
    broken: (file) =>
      isIn("lib/commands/")(file) || !isIn("lib/", "handlers/")(file)
        ? []
        : (file.code.match(commandNames) ?? []),
    example: ["lib/gate/gate.ts", 'if (name === "Group.CallbackBeforeCreateGroup") allow();'],
  },
  {
    rule: "no \\p{ in a regex literal of lib/: V8 resolves it while parsing",
    broken: (file) => (isLib(file) ? (file.bare.match(/\\[pP]\{/g) ?? []) : []),
    example: ["lib/text/folding.ts", "const LETTER = /\\p{L}/u;"],
  },
  {
    rule: "no file over 300 lines",
    broken: ({ lines }) => (lines > 300 ? [`${lines} lines`] : []),
    example: ["lib/gate/gate.ts", "const line = 1;\n".repeat(301)],
  },
  {
    rule: "JSON is parsed by lib/json.ts",
    broken: (file) =>
      isIn("scripts/")(file) || file.path === "lib/json.ts"
        ? []
        : (file.bare.match(/\bJSON\.parse\b/g) ?? []),
    example: ["cli/stage/changes.ts", "const read = (text: string) => JSON.parse(text);"],
  },
  {
    rule: "no classes",
    broken: (file) => (isLib(file) ? (file.bare.match(/\bclass \w+/g) ?? []) : []),
    example: ["lib/gate/gate.ts", "export class Gate {}"],
  },
];

function faultsIn(files: readonly File[]): readonly string[] {
  return files.flatMap((file) =>
    rules.flatMap(({ rule, broken }) => broken(file).map((found) => `${file.path}: ${rule}: ${found}`)),
  );
}

const listFiles = (...folders: readonly string[]) =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
      .map((name) => posix.join(folder, name)),
  );
const sources = listFiles("lib", "handlers", "cli", "playground", "scripts");

test("the sources keep every rule", () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(faultsIn(sources.map((path) => parse(path, readFileSync(path, "utf8"))))).toEqual([]);
});

test("no test, tool or measurement is over 300 lines either", () => {
  const files = listFiles("tests", "bench", "tools").map((path) => parse(path, readFileSync(path, "utf8")));
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap(({ path, lines }) => (lines > 300 ? [`${path}: ${lines} lines`] : []))).toEqual([]);
});

testRows(rules, "is seen when broken: $rule", ({ rule, example }) => {
  const [path, source] = example;
  expect(
    faultsIn([parse(path, source)]).filter((fault) => fault.startsWith(`${path}: ${rule}: `)),
  ).toHaveLength(1);
});

test("comments and strings are not taken for code", () => {
  const source = [
    "// console.log(Date.now())",
    '/** import { z } from "zod"; */',
    'const words = "process.env, Date.now()"; // `Group.CallbackBeforeCreateGroup`',
    "const url = `https://example.com/console`;",
  ];
  expect(faultsIn([parse("lib/gate/gate.ts", source.join("\n"))])).toEqual([]);
});

test("every file that may touch the world exists", () => {
  expect(adapters.filter((path) => !sources.includes(path))).toEqual([]);
});
