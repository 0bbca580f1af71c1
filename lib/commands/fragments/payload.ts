import * as z from "zod/mini";
import type { Shape } from "../shape.ts";

/** A user ID: opaque, case matters, at most 32 bytes (1047/34381). */
export const account = () => z.string();

/** Milliseconds since the epoch; the pages' samples disagree whether it is a number or a string. */
export const eventTime = () => z.union([z.number(), z.string()]);

/** An open vocabulary: new group types appear before the documentation does. */
export const groupType = () => z.string();

/**
 * Documented as always present, but not reliable: absent, it counts as drift and reads as empty.
 */
export const expected = <T extends z.ZodMiniType>(schema: T) => {
  const optional = z.optional(schema);
  documented.add(optional);
  return optional;
};
const documented = new WeakSet<z.ZodMiniType>();
export const isExpected = (schema: z.ZodMiniType) => documented.has(schema);

/** Gives a schema the shape that policies see; the schema itself passes the value unchanged, since a reply may return it. */
export const stateShape = <T extends z.ZodMiniType>(schema: T, makeShape: () => Shape) => {
  stated.set(schema, makeShape);
  return schema;
};
const stated = new WeakMap<z.ZodMiniType, () => Shape>();
export const readStatedShape = (schema: z.ZodMiniType) => stated.get(schema)?.();

type Expected<S> = {
  [K in keyof S]: S[K] extends z.ZodMiniOptional
    ? S[K]
    : S[K] extends z.ZodMiniType
      ? z.ZodMiniOptional<S[K]>
      : never;
};

/**
 * An object without required fields: for events that have happened, which need no decision and are worth recording
 * even if a field is missing or of another type.
 */
export function readExpectedObject<S extends Readonly<Record<string, z.ZodMiniType>>>(shape: S) {
  const entries = Object.entries(shape).map(([key, schema]) => [
    key,
    schema instanceof z.ZodMiniOptional ? schema : expected(schema),
  ]);
  return z.looseObject(Object.fromEntries(entries) as Expected<S>); // the same keys, each optional
}

/** A user ID that some samples print as a bare number, above 2^53 too: those come as strings from the JSON reader. */
export const createBareAccount = () => z.union([z.string(), z.number()]);

/** A time in seconds, as the push and live products have it. */
export const seconds = () => z.union([z.number(), z.string()]);

/** Milliseconds, as facets have times. */
export const convertSeconds = (time: number | string | undefined) =>
  time === undefined ? undefined : Number(time) * 1000;
