import type { Command } from "../../lib/commands/define-command.ts";
import { elementContents } from "../../lib/commands/fragments/elements.ts";
import { type Payload, readPayloadShape } from "../../lib/commands/payload.ts";
import type { Shape } from "../../lib/commands/shape.ts";

/** What Chat documents at most: 12 KB a message, its markup included, and 500 accounts a request. */
const MESSAGE_UNITS = 12 * 1024;
const MAX_ITEMS = 500;
/** `{"MsgType":"TIMCustomElem","MsgContent":{}},` */
const MARKUP_UNITS = 42;
/** Ids have at most 48 bytes; names, introductions and wordings are longer. */
const ID_UNITS = 64;
const WORDING_UNITS = 256;
const WORDING = /Name$|Introduction|Notification|Wording|Remark|Msg$|Info$|Desc$/;

export type WorstCase = {
  /** What texts consist of. */
  readonly filler: string;
  /** Among how many elements a message's 12 KB are shared. */
  readonly elements: number;
  /** Of lists within lists, which ones have many items: their accounts together are those of one request. */
  readonly large: "outer" | "inner";
};

/** A payload with everything that the command documents, each part as large as it may be. */
export function createWorstPayload(command: Command, worst: WorstCase): Payload {
  return fillShape(readPayloadShape(command), "", worst) as Payload; // a command's shape is an object's
}

/** `isInner`: within a list. */
function fillShape(shape: Shape, key: string, worst: WorstCase, isInner = false): unknown {
  switch (shape.kind) {
    case "object":
      return Object.fromEntries(
        [...shape.keys].map(([name, inner]) => [
          name,
          name === "MsgBody" ? createBody(worst) : fillShape(inner.shape, name, worst, isInner),
        ]),
      );
    case "list": {
      const isLarge = hasList(shape.item) ? worst.large === "outer" : !isInner || worst.large === "inner";
      return Array.from({ length: isLarge ? MAX_ITEMS : 1 }, () => fillShape(shape.item, key, worst, true));
    }
    case "map":
      return { key: fillShape(shape.value, key, worst, isInner) };
    case "string":
      return repeatText(worst.filler, key === "CloudCustomData" ? MESSAGE_UNITS : findLength(key));
    case "int":
      return 1_000_000;
    case "bool":
      return true;
    case "any":
      return repeatText(worst.filler, findLength(key));
  }
}

const hasList = (shape: Shape): boolean =>
  shape.kind === "list" ||
  (shape.kind === "object" && [...shape.keys.values()].some((property) => hasList(property.shape)));
const findLength = (key: string) => (WORDING.test(key) ? WORDING_UNITS : ID_UNITS);

/** No text comes twice: what is remembered of one would make the next one cheap. */
let texts = 0;
function repeatText(filler: string, units: number): string {
  return `${texts++}${filler.repeat(Math.ceil(units / filler.length))}`.slice(0, units);
}

/** Elements of all types in turns; each type's text fields share what is left for it. */
function createBody({ filler, elements }: WorstCase): unknown {
  const types = elements === 1 ? ["TIMTextElem"] : Object.keys(elementContents);
  const room = Math.max(0, Math.floor(MESSAGE_UNITS / elements) - MARKUP_UNITS);
  return Array.from({ length: elements }, (_, index) => {
    const type = types[index % types.length] ?? "";
    const fields = Object.entries(elementContents[type] ?? {});
    const texts = fields.filter(([, field]) => field === "string");
    const units = Math.floor(room / Math.max(1, texts.length));
    const content = fields.map(([key, field]) => {
      if (field === "string") return [key, repeatText(filler, units)];
      if (key === "AbstractList") return [key, Array(Math.floor(units / 3)).fill("")];
      return [key, field === "int" || field === "any" ? 1_000_000 : []];
    });
    return { MsgType: type, MsgContent: Object.fromEntries(content) };
  });
}
