import { readPayload } from "../callback/read-payload.ts";
import type { Command } from "../commands/define-command.ts";
import { type Payload, readPayloadShape } from "../commands/payload.ts";
import type { Shape } from "../commands/shape.ts";
import { findDocs } from "./find-docs.ts";

/**
 * The sample reduced to what the gate requires: once with one item in each list, once with none. Chat may send either,
 * since it guarantees no more. Empty for a command of which such a payload is unreadable: only its sample is used.
 */
export function createEmptiestPayloads(command: Command): readonly Payload[] {
  const { sample } = findDocs(command);
  const shape = readPayloadShape(command);
  return [1, 0]
    .map((items) => reduceTo(shape, sample, items) as Payload) // a command's shape is an object's
    .filter((payload) => readPayload(command, payload).kind === "read");
}

function reduceTo(shape: Shape, value: unknown, items: number): unknown {
  switch (shape.kind) {
    case "object": {
      const required = [...shape.keys].filter(([, { optional }]) => !optional);
      const given = value as Readonly<Record<string, unknown>>; // samples are of their command's shape
      return Object.fromEntries(
        required.map(([key, inner]) => [key, reduceTo(inner.shape, given[key], items)]),
      );
    }
    case "list":
      return (value as readonly unknown[]).slice(0, items).map((item) => reduceTo(shape.item, item, items)); // samples are of their command's shape
    case "map":
      return {};
    default:
      return value;
  }
}
