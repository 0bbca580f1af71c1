import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseSync } from "@swc/core";

type Named = { readonly path: string; readonly name: string; readonly isExported: boolean };
type Rule = {
  readonly rule: string;
  readonly find: (functions: readonly Named[]) => readonly Named[];
  /** Files that break it, once. */
  readonly example: Readonly<Record<string, string>>;
};

/** What a function may begin with; a word is added for what a new function does, in the imperative. */
const VERBS = new Set(
  `acknowledge act add admit advise agree align allow answer append apply ask assume attempt authenticate
  begin bind blank bound build bundle call change charge check choose chunk clean collect combine compact compare compile
  complete compute confirm connect convert copy count create cut decide decode decompose decrypt define delete deliver
  derive describe diagnose diff digest dispatch double draft draw drop encipher encode encrypt end escape estimate
  evaluate examine expect expire explain fail fill find fingerprint finish fix fold follow forget format forward get give group
  guard gunzip handle hash hasten hint hold identify import increment indent index init join judge keep label leave
  limit lint list listen load locate look make map mask match measure memoize merge minify move name negate note notify offer
  omit open operate order package paint parse pass pause pick pipe place plan pluralize post prepare print prune publish
  pull push put quantify quote read rebuild recall receive recognize reconstruct record recover redeliver reduce refine
  refuse register reject remember remove render repair repeat replace replay report reset resolve respond restore
  retire review roll round run save scale schedule seal search select send serve set settle share shorten show sign skip
  sleep sort spend split start state stop store stretch suggest sum summarize tabulate take tell test time tokenize
  trace trim try type unpack unseal unwrap unzip update upsert use verify view wait walk warn watch weigh wrap
  write`.split(/\s+/),
);
/** What the name of a question begins with, whose answer is true or false. */
const QUESTIONS = new Set(["are", "can", "has", "have", "is", "matches", "may"]);

/** Names without a verb, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  handler: "the name that AWS Lambda is told",
  sha256: "the function's own name, and that of the ports that take it",
  perTarget: "a reply is named for how it answers, as allowOrDeny is",
};
/** Parts of a payload's schema, named for the field that they declare, as zod's own are for the type. */
const FIELDS = "lib/commands/fragments/";
/** What gives a schema of zod, made when it is first asked for. */
const SCHEMA = /Schema$/;

type Ast = { readonly type: string };
type Pattern = Ast & { readonly value?: string };
type Statement = Ast & {
  readonly declaration?: Statement;
  readonly identifier?: { readonly value: string };
  readonly declarations?: readonly { readonly id: Pattern; readonly init?: Expression | null }[];
};
type Expression = Ast & { readonly expression?: Expression };

const isFunction = (expression: Expression | null | undefined): boolean =>
  expression?.type === "ArrowFunctionExpression" ||
  expression?.type === "FunctionExpression" ||
  (/^(?:Parenthesis|TsAs|TsSatisfies)/.test(expression?.type ?? "") && isFunction(expression?.expression));

/** The functions that stand at a module's top level. */
function listFunctions(path: string, source: string): readonly Named[] {
  const body = parseSync(source, { syntax: "typescript" }).body as readonly Statement[]; // of swc's own types, these
  return body.flatMap((statement) => {
    const isExported = statement.type === "ExportDeclaration";
    const { type, identifier, declarations = [] } = statement.declaration ?? statement;
    const names =
      type === "FunctionDeclaration"
        ? [identifier?.value ?? ""]
        : declarations.filter(({ init }) => isFunction(init)).map(({ id }) => id.value ?? "");
    return [...new Set(names)].map((name) => ({ path, name, isExported }));
  });
}

const readFirstWord = (name: string) => /^[a-z]+/.exec(name)?.[0] ?? "";

function hasVerb({ path, name }: Named): boolean {
  const word = readFirstWord(name);
  return VERBS.has(word) || QUESTIONS.has(word) || SCHEMA.test(name) || path.startsWith(FIELDS);
}

const rules: readonly Rule[] = [
  {
    rule: "an exported function's name is its own",
    find: (functions) => {
      const exported = functions.filter(({ isExported, name }) => isExported && name !== "handler"); // AWS Lambda calls it so in each
      return exported.filter(({ path, name }) =>
        exported.some((other) => other.name === name && other.path < path),
      );
    },
    example: {
      "lib/gate/gate.ts": "export function readLines() {}",
      "cli/io.ts": "export const readLines = () => [];",
    },
  },
  {
    rule: "no function's name ends in Of: a verb says more",
    find: (functions) => functions.filter(({ name }) => /[a-z]Of$/.test(name)),
    example: { "lib/gate/gate.ts": "const readKindOf = (value: unknown) => typeof value;" },
  },
  {
    rule: "a function's name begins with a verb",
    find: (functions) => functions.filter((named) => !hasVerb(named) && EXEMPT[named.name] === undefined),
    example: { "lib/gate/gate.ts": "export const firstLine = (text: string) => text.split('\\n')[0];" },
  },
];

/** What tests share across folders is held too; a suite's own builders of rows are named for what they stand for. */
const isHeld = ({ path, isExported, name }: Named) =>
  (!path.startsWith("tests/") || (isExported && path.startsWith("tests/support/"))) && /^[a-z]/.test(name);

const listHeld = (files: ReadonlyMap<string, string>) =>
  [...files].flatMap(([path, source]) => listFunctions(path, source)).filter(isHeld);

const findBroken = (functions: readonly Named[]) =>
  rules.flatMap(({ rule, find }) => find(functions).map(({ path, name }) => `${path}: ${name}: ${rule}`));

const FOLDERS = ["lib", "handlers", "cli", "playground", "scripts", "bench", "tools", "tests"];
const sources = new Map(
  FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
      .map((name): [string, string] => {
        const path = posix.join(folder, name);
        return [path, readFileSync(path, "utf8")];
      }),
  ),
);
const held = listHeld(sources);

test("the repository's functions keep every rule", () => {
  expect(held.length).toBeGreaterThan(1_500);
  expect(findBroken(held)).toEqual([]);
});

test.each(rules.map((rule) => [rule.rule, rule] as const))("is seen when broken: %s", (rule, { example }) => {
  expect(findBroken(listHeld(new Map(Object.entries(example))))).toEqual([
    expect.stringMatching(`: ${rule}$`),
  ]);
});

test("every form of function is seen, and nothing else", () => {
  const source = `
    export async function* one() {}
    export const two: Two = async (value) => value;
    const three = (function () {}) satisfies Three;
    const four = ((value) => value) as Four;
    const list = [1].map((value) => value);
    const { five } = four;
    /* function six() {} */
    const text = "const seven = () => {};";
  `;
  expect(listFunctions("lib/a.ts", source).map(({ name, isExported }) => [name, isExported])).toEqual([
    ["one", true],
    ["two", true],
    ["three", false],
    ["four", false],
  ]);
});

test("exemptions are still needed", () => {
  for (const name of Object.keys(EXEMPT)) expect(held.map((named) => named.name)).toContain(name);
});
