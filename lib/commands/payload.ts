import type * as z from "zod/mini";
import type { Command } from "./define-command.ts";
import { readShape, type Shape } from "./shape.ts";

/** A callback's body as JSON. */
export type Payload = Readonly<Record<string, unknown>>;

type Reader = { readonly schema: z.ZodMiniType; readonly shape: Shape };
const readers = new WeakMap<Command, Reader>();

/** The command's schema and its shape, built on first use. */
export function createPayloadReader(command: Command): Reader {
  const built = readers.get(command);
  if (built !== undefined) return built;
  const schema = command.payload();
  const reader = { schema, shape: readShape(schema) };
  readers.set(command, reader);
  return reader;
}

export function readPayloadShape(command: Command): Shape {
  return createPayloadReader(command).shape;
}
