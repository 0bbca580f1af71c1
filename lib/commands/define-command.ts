import type * as z from "zod/mini";
import type { Reply } from "../replies/reply.ts";
import type { FacetInput, PayloadFacetName, payloadFacets } from "./facets.ts";

/** The keys that a schema names; a loose one would otherwise accept any. */
type Known<P> = keyof { [K in keyof P as string extends K ? never : K]: unknown } & keyof P & string;
type KeysHolding<P, Value> = { [K in Known<P>]: P[K] extends Value | undefined ? K : never }[Known<P>];
type ListKeys<P> = KeysHolding<P, readonly unknown[]>;
type ItemOf<P, K extends keyof P> = NonNullable<P[K]> extends readonly (infer Item)[] ? Item : never;

/** A value of every item in the payload's list `each`. */
type EachOf<P> = {
  [K in ListKeys<P>]: {
    readonly each: K;
    readonly value: KeysHolding<ItemOf<P, K>, string> | ((item: ItemOf<P, K>) => string | undefined);
  };
}[ListKeys<P>];

/** The payload's key that holds the facet, or how to compute it. */
type Reader<P, Value> =
  | KeysHolding<P, Value>
  | ((payload: P) => Value | undefined)
  | (Value extends readonly string[] ? EachOf<P> : never);

type WholeFacet = Exclude<PayloadFacetName, "target" | "targets">;
type EachFacet = {
  [K in PayloadFacetName]: (typeof payloadFacets)[K] extends { each: true } ? K : never;
}[PayloadFacetName];

type FacetReaders<P> = { readonly [K in WholeFacet]?: Reader<P, FacetInput<K>> };
type TargetReaders<Item> = { readonly [K in EachFacet]?: Reader<Item, FacetInput<K>> } & {
  readonly target: Reader<Item, string>;
};

/** The accounts that a request is about: each item of a list, with what it says; or computed from the payload. */
type Targets<P> =
  | { readonly accounts: (payload: P) => readonly string[] }
  | {
      [K in ListKeys<P>]: { readonly list: K; readonly facets: TargetReaders<ItemOf<P, K>> };
    }[ListKeys<P>];

export type CommandDefinition<Name extends string, P extends z.ZodMiniType, R extends Reply, F> = {
  /** The wire's `CallbackCommand`. */
  readonly name: Name;
  /** Other names under which Chat sends it; policies, records and documents use `name`. */
  readonly aliases?: readonly string[];
  /** Product documentation, `<product>/<page>`. */
  readonly page: string;
  readonly reply: R;
  /** Built on first use, so that a cold start builds only the schema of the command that it serves. */
  readonly payload: () => P;
  readonly facets: F;
  readonly targets?: Targets<z.output<P>>;
  /**
   * Where the body repeats the command: at its top by default; `"elsewhere"` if another name there is normal,
   * or it is nested or absent. The query's is the authority either way.
   */
  readonly bodyCommand?: "top" | "elsewhere";
};

/**
 * The identity function, for type inference and checks. The documentation of a command is in
 * `<command>.docs.ts`, so that it is not in the bundle.
 */
export function defineCommand<
  const Name extends string,
  P extends z.ZodMiniType,
  R extends Reply,
  const F extends FacetReaders<z.output<P>>,
>(definition: CommandDefinition<Name, P, R, F>): CommandDefinition<Name, P, R, F> {
  return definition;
}

/** Any command. Shared code never branches on which one it is. */
export type Command = {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly page: string;
  readonly reply: Reply;
  readonly payload: () => z.ZodMiniType;
  readonly facets: Readonly<Partial<Record<string, AnyReader>>>;
  readonly targets?:
    | { readonly list: string; readonly facets: Readonly<Partial<Record<string, AnyReader>>> }
    | { readonly accounts: AnyFunction }
    | undefined;
  readonly bodyCommand?: "top" | "elsewhere";
};
export type AnyReader =
  | string
  | AnyFunction
  | { readonly each: string; readonly value: string | AnyFunction };
/** Takes only the payload that its own command's schema returned. */
type AnyFunction = (value: never) => unknown;

/** `Group` of `Group.CallbackBeforeCreateGroup`. */
export function readFamily(command: string): string {
  return command.slice(0, command.indexOf("."));
}
