import * as z from "zod/mini";
import { type Element, elementFacets, makeContentShape } from "./elements.ts";
import { convertSeconds, stateShape } from "./payload.ts";

/** A message's elements. Content differs by type and is passed on as it came. */
export const messageBody = () =>
  z.array(
    z.looseObject({
      MsgType: z.string(),
      MsgContent: stateShape(z.record(z.string(), z.unknown()), makeContentShape),
    }),
  );

/** Who is mentioned: one account, or everybody. */
export const atInfo = () =>
  z.array(
    z.looseObject({
      GroupAtAllFlag: z.optional(z.number()),
      GroupAt_Account: z.optional(z.string()),
    }),
  );

/** Key-value pairs that people attach to a message; `Seq` counts each pair's changes. */
export const extensionList = () =>
  z.array(z.looseObject({ Key: z.string(), Value: z.string(), Seq: z.number() }));

type Mention = {
  readonly GroupAtAllFlag?: number | undefined;
  readonly GroupAt_Account?: string | undefined;
};

const TEXT = "TIMTextElem";
const isText = (element: Element) => element.MsgType === TEXT && typeof element.MsgContent.Text === "string";

/** The text of each text element, in order. */
function readTexts(body: readonly Element[] | undefined): readonly string[] {
  return (body ?? []).filter(isText).map((element) => String(element.MsgContent.Text));
}

function readElementTypes(body: readonly Element[] | undefined): readonly string[] {
  return (body ?? []).map((element) => element.MsgType);
}

export function readMentions(info: readonly Mention[] | undefined): readonly string[] {
  return (info ?? [])
    .map((mention) => (mention.GroupAtAllFlag === 1 ? "@all" : mention.GroupAt_Account))
    .filter((account) => account !== undefined);
}

/** The body with its text elements' texts replaced, in order; every other element and key is unchanged. */
export function replaceTexts(body: unknown, texts: readonly string[]): unknown {
  const rest = [...texts];
  return (body as readonly Element[]).map(
    (
      element, // the payload's schema has accepted it
    ) =>
      isText(element)
        ? { ...element, MsgContent: { ...element.MsgContent, Text: rest.shift() ?? element.MsgContent.Text } }
        : element,
  );
}

type Message = { readonly MsgBody?: readonly Element[] | undefined };

/** The facets of every command that carries a message. */
export const messageFacets = {
  text: ({ MsgBody }: Message) => readTexts(MsgBody),
  elements: ({ MsgBody }: Message) => readElementTypes(MsgBody),
  ...elementFacets,
  custom: "CloudCustomData",
} as const;

/** `EventTime` if the payload has it, else the message's own time, which is in seconds. */
export const readSentTime = (sent: {
  readonly EventTime?: number | string | undefined;
  readonly MsgTime?: number | undefined;
}) => sent.EventTime ?? convertSeconds(sent.MsgTime);
