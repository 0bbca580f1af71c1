import type { LiteralValue } from "./ast.ts";
import { findBuiltins } from "./builtins.ts";
import type { Type } from "./types.ts";

/** An argument: a literal, a list of literals, or a constant's value; none of them if it is known only at run time. */
export type WrittenArgument = {
  readonly literal?: LiteralValue;
  readonly items?: readonly WrittenArgument[];
  readonly constant?: unknown;
};

export type LiteralFault = { readonly reason: string; readonly argument: number; readonly token?: string };

/** What a list or text search found, in the function's own terms. */
export type Match = Readonly<Record<string, unknown>>;

/** One overload of a function or method, of four values at most; of a method the receiver is the first. */
export type FunctionDeclaration = {
  /** `string.hasWord(WordList): bool`; `in` on an opaque type is `string.in(WordList): bool`. */
  readonly signature: string;
  /** Gets `context` of the evaluation, then the values; gives a value, or `undefined` for `fault`. */
  readonly call: (context: never, ...values: never[]) => unknown;
  /** The code of the error that `undefined` is. */
  readonly fault?: string;
  /** Steps, before it is called; without it texts count an eighth of their length, lists their length. */
  readonly cost?: (...values: never[]) => number;
  /** The most that `cost` can be, by the longest that the values can be; needed where `cost` is given. */
  readonly worstCost?: (...lengths: readonly number[]) => number;
  /** What is wrong with the arguments, the receiver left out. */
  readonly check?: (...values: readonly WrittenArgument[]) => LiteralFault | undefined;
  /** What matched, for evidence; called only after the function returned true. */
  readonly match?: (context: never, ...values: never[]) => Match | undefined;
};

/** A group, such as `lists`: its values are read by name, and only functions and `in` take them. */
export type Constant = { readonly type: Type; readonly value: unknown };

export type Environment = {
  readonly variables: ReadonlyMap<string, Type>;
  readonly constants: ReadonlyMap<string, Constant>;
  /** Besides CEL's own. */
  readonly functions: Readonly<Record<string, readonly FunctionDeclaration[]>>;
  /** Lists and maps whose items differ in type, as the specification has them; otherwise a mistake. */
  readonly allowsMixedItems?: boolean;
};

export function findOverloads({ functions }: Environment, name: string): readonly FunctionDeclaration[] {
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
  const builtin = findBuiltins(name);
  return own === undefined ? builtin : [...builtin, ...own];
}
