import { findNearest } from "../suggest.ts";
import {
  type Call,
  type Index,
  type Literal,
  listChildren,
  type Node,
  type Select,
  type Unary,
} from "./ast.ts";
import { listBuiltinNames } from "./builtins.ts";
import { compileExpression, type Program } from "./compile.ts";
import { type Diagnostic, type DiagnosticCode, type Feature, LITERAL_FEATURES } from "./diagnostic.ts";
import { type Environment, findOverloads } from "./environment.ts";
import { formatType } from "./format-type.ts";
import type { Limits } from "./limits.ts";
import { parseExpression } from "./parser.ts";
import { readFieldName } from "./path.ts";
import { isAssignable, readSignature, type Type } from "./types.ts";
import { readKind } from "./values.ts";

export type AdviceCode =
  | DiagnosticCode
  | "unexpected-end"
  | "word-operator"
  | "single-operator"
  | "missing-call"
  | "text-against-number"
  | "unsupported";

/** A diagnostic for people: `code` may be more exact than the engine's. */
export type Advice = {
  readonly code: AdviceCode;
  readonly range: Diagnostic["range"];
  /** The part of the source that is meant. */
  readonly token: string;
  /** What to write instead of the range. */
  readonly suggestion?: string;
  /** Types or signatures in CEL's notation. */
  readonly expected?: string;
  readonly found?: string;
  readonly feature?: Feature;
  readonly reason?: string;
};

/** Every diagnostic of a condition with advice, for editors and the command line; the engine itself gives code and place. */
export function diagnose(source: string, environment: Environment, limits?: Limits): readonly Advice[] {
  const parsed = parseExpression(source, limits);
  if ("code" in parsed) return [adviseOnSyntax(source, parsed)];
  const program = compileExpression(parsed, environment, "bool");
  const advice = program.diagnostics.map((diagnostic): Advice => {
    const token = source.slice(...diagnostic.range);
    return { token, ...diagnostic, ...adviseOn(program, environment, diagnostic, token) };
  });
  // A macro that is mistyped names its items, too.
  const idle = advice
    .filter(({ suggestion }) => MACRO_NAMES.some((name) => name === suggestion))
    .flatMap(({ range }) => (findNode(parsed.root, range) as Call).args); // nothing else is named as a macro
  // `cel.bind()` is reported as one unsupported feature.
  return advice.filter(
    ({ feature, range }, index) =>
      !idle.some(({ start, end }) => range[0] >= start && range[1] <= end) &&
      (feature === undefined || advice.findIndex((other) => other.feature === feature) === index),
  );
}

type Details = Partial<Advice>;

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!"],
  ["=", "=="],
  ["&", "&&"],
  ["|", "||"],
]);

function adviseOnSyntax(source: string, diagnostic: Diagnostic): Advice {
  const { code, range } = diagnostic;
  const token = source.slice(...range);
  const feature = LITERAL_FEATURES.get(code);
  if (feature !== undefined) return { code: "unsupported", range, token, feature };
  const before = source.slice(0, range[0]).trimEnd();
  if (code === "unexpected-token" && token === "?" && /[.[{(,]$/.test(before))
    return { code: "unsupported", range, token, feature: "optionals" };
  // `not x` stops at `x`.
  const word = /(?:^|[^\w.])(not)$/.exec(before)?.[1];
  if (code === "unexpected-token" && word !== undefined) {
    const start = before.length - word.length;
    return { code: "word-operator", range: [start, before.length], token: word, suggestion: "!" };
  }
  const suggestion = OPERATORS.get(token);
  if (suggestion !== undefined && code.startsWith("unexpected-"))
    return { code: /\w/.test(token) ? "word-operator" : "single-operator", range, token, suggestion };
  return {
    ...diagnostic,
    code: code === "unexpected-token" && token === "" ? "unexpected-end" : code,
    token,
  };
}

const ABSENT_FUNCTIONS: ReadonlyMap<string, Feature> = new Map([
  ["matches", "matches"],
  ["bytes", "bytes"],
  ["uint", "uint"],
  ["type", "types"],
  ["bind", "bind"],
  ["hasValue", "optionals"],
  ["value", "optionals"],
  ["orValue", "optionals"],
]);
const TYPES = ["bytes", "int", "string", "double", "bool", "list", "map", "uint"];
const ABSENT_NAMES: ReadonlyMap<string, Feature> = new Map<string, Feature>([
  ["optional", "optionals"],
  ["cel", "bind"],
  ...TYPES.map((name) => [name, "types"] as const),
]);

function adviseOn(
  { parsed, types }: Program,
  environment: Environment,
  { code, range }: Diagnostic,
  token: string,
): Details {
  const node = findNode(parsed.root, range) as Node; // every diagnostic is of a node
  const findType = (part: Node): Type => types[part.id] as Type; // every node has one
  const show = (part: Node) => formatType(findType(part));
  const write = ({ start, end }: Node) => parsed.source.slice(start, end);
  switch (code) {
    case "unknown-name": {
      const names = [...environment.variables.keys(), ...environment.constants.keys()];
      return adviseOnName(findNearest(token, names), ABSENT_NAMES.get(token));
    }
    case "unknown-function": {
      const { target } = node as Call; // only a call has a function
      const word = target === undefined ? OPERATORS.get(token) : undefined;
      if (word !== undefined) return { code: "word-operator", suggestion: word };
      const feature = ABSENT_FUNCTIONS.get(token);
      if (feature !== undefined) return { code: "unsupported", feature };
      return adviseOnName(findNearest(token, listFunctionNames(environment)), undefined);
    }
    case "unknown-field": {
      const read = node as Select; // or an index, which is no `test`
      const { name, fields } = findType(read.operand) as Extract<Type, { kind: "object" }>; // others have any field, or none
      const names = [...fields.keys()];
      const field = readFieldName(read) as string; // without one it is `field-needs-name`
      // CEL reads `lists.bad-words` as a subtraction.
      const near = names.find((known) => known.startsWith(`${field}-`)) ?? findNearest(field, names);
      if (near === undefined) return { found: name };
      const suggestion = writeField(write(read.operand), near);
      return { suggestion: read.test ? `has(${suggestion})` : suggestion, found: name };
    }
    case "no-fields": {
      const read = node as Select | Index; // only these read a field
      const field = readFieldName(read);
      const found = show(read.operand);
      const method = field === undefined ? undefined : findMethod(environment, findType(read.operand), field);
      if (method === undefined) return { found };
      return { code: "missing-call", suggestion: `${write(read.operand)}.${method}()`, found };
    }
    case "wrong-arguments": {
      const { name, target, args } = node as Call; // only a call has arguments
      const receiver = target === undefined ? "" : `${show(target)}.`;
      return {
        expected: formatSignatures(environment, name).join(" | "),
        found: `${receiver}${name}(${args.map(show).join(", ")})`,
      };
    }
    case "wrong-operands":
      return node.kind === "binary"
        ? adviseOnOperands(node, findType, parsed.source)
        : { found: show((node as Unary).operand) }; // the other operators
    case "mixed-items":
      return {
        found: node.kind === "conditional" ? `${show(node.yes)} : ${show(node.no)}` : show(node),
      };
    case "bad-zone": {
      const zone = findNearest(token.slice(1, -1), Intl.supportedValuesOf("timeZone"));
      return zone === undefined ? {} : { suggestion: JSON.stringify(zone) };
    }
    case "not-bool":
    case "wrong-key":
    case "not-iterable":
      return { found: show(node) };
  }
  return {};
}

function adviseOnName(suggestion: string | undefined, feature: Feature | undefined): Details {
  if (suggestion !== undefined) return { suggestion };
  return feature === undefined ? {} : { code: "unsupported", feature };
}

/** A number in quotes against a number, or the other way round. */
function adviseOnOperands(
  node: Extract<Node, { kind: "binary" }>,
  findType: (part: Node) => Type,
  source: string,
): Details {
  const [left, right] = [findType(node.left), findType(node.right)];
  const found = `${formatType(left)} ${node.op} ${formatType(right)}`;
  const isNumber = ({ kind }: Type) => kind === "int" || kind === "double";
  for (const [part, other] of [
    [node.left, right],
    [node.right, left],
  ] as const) {
    const written = source.slice(part.start, part.end);
    const range = [part.start, part.end] as const;
    const { value } = part as Literal; // other parts have none
    const isDigits = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
    if (isNumber(other) && isDigits)
      return { code: "text-against-number", range, token: written, suggestion: value.trim(), found };
    if (other.kind === "string" && ["int", "double"].includes(readKind(value)))
      return { code: "text-against-number", range, token: written, suggestion: `"${written}"`, found };
  }
  return { found };
}

const MACRO_NAMES: readonly string[] = ["all", "exists", "exists_one", "map", "filter", "has"];
const listFunctionNames = ({ functions }: Environment) => [
  ...MACRO_NAMES,
  ...listBuiltinNames(),
  ...Object.keys(functions),
];

/** With the name, as documents write them: `string.startsWith(string): bool`. */
function formatSignatures(environment: Environment, name: string): readonly string[] {
  return findOverloads(environment, name).map(({ signature }) => signature.replace(/(^|\.)\(/, `$1${name}(`));
}

const ALIASES: ReadonlyMap<string, string> = new Map(
  ["length", "count", "len"].map((name) => [name, "size"]),
);

/** The method probably meant by a field of a value without fields. */
function findMethod(environment: Environment, type: Type, field: string): string | undefined {
  const methods = listFunctionNames(environment).filter((name) =>
    findOverloads(environment, name).some(({ signature }) => {
      const { isMethod, parameters } = readSignature(signature);
      return isMethod && isAssignable(parameters[0] as Type, type); // a method has a receiver
    }),
  );
  return findNearest(ALIASES.get(field) ?? field, methods);
}

const writeField = (operand: string, field: string) =>
  /^[A-Za-z_]\w*$/.test(field) ? `${operand}.${field}` : `${operand}[${JSON.stringify(field)}]`;

function findNode(node: Node, [start, end]: Diagnostic["range"]): Node | undefined {
  if (node.start === start && node.end === end) return node;
  if ("at" in node && node.at === start) return node;
  for (const child of listChildren(node)) {
    const found = findNode(child, [start, end]);
    if (found !== undefined) return found;
  }
  return undefined;
}
