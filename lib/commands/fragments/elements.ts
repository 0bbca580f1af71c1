import { isObject } from "../../json.ts";
import type { Shape } from "../shape.ts";

/** The type of a field of an element's content; a list has one item type. */
export type ContentField =
  | "string"
  | "int"
  | "bool"
  | "any"
  | readonly [ContentField]
  | { readonly [key: string]: ContentField };

/**
 * The documented element types and the fields of their content, 1047/33527; `TIMStreamElem` is known from a bot
 * framework's documentation only. No field is always there: senders by REST and old SDKs leave fields out. Degrees are
 * `any`, since JSON does not tell `48` from `48.0`.
 */
export const elementContents: Readonly<Record<string, Readonly<Record<string, ContentField>>>> = {
  TIMTextElem: { Text: "string" },
  TIMLocationElem: { Desc: "string", Latitude: "any", Longitude: "any" },
  TIMFaceElem: { Index: "int", Data: "string" },
  TIMCustomElem: { Data: "string", Desc: "string", Ext: "string", Sound: "string" },
  TIMSoundElem: { Url: "string", UUID: "string", Size: "int", Second: "int", Download_Flag: "int" },
  TIMImageElem: {
    UUID: "string",
    ImageFormat: "int",
    ImageInfoArray: [{ Type: "int", Size: "int", Width: "int", Height: "int", URL: "string" }],
  },
  TIMFileElem: { Url: "string", UUID: "string", FileSize: "int", FileName: "string", Download_Flag: "int" },
  TIMVideoFileElem: {
    VideoUrl: "string",
    VideoUUID: "string",
    VideoSize: "int",
    VideoSecond: "int",
    VideoFormat: "string",
    VideoDownloadFlag: "int",
    ThumbUrl: "string",
    ThumbUUID: "string",
    ThumbSize: "int",
    ThumbWidth: "int",
    ThumbHeight: "int",
    ThumbFormat: "string",
    ThumbDownloadFlag: "int",
  },
  TIMRelayElem: {
    Title: "string",
    MsgNum: "int",
    CompatibleText: "string",
    AbstractList: ["string"],
    MsgList: [
      {
        From_Account: "string",
        To_Account: "string",
        GroupId: "string",
        MsgSeq: "int",
        MsgRandom: "int",
        MsgTimeStamp: "int",
        MsgBody: [{ MsgType: "string", MsgContent: "any" }],
        CloudCustomData: "string",
      },
    ],
    JsonMsgKey: "string",
  },
  TIMStreamElem: {
    Chunks: [{ EventType: "string", Index: "int", Markdown: "string", IsLast: "bool" }],
    CompatibleText: "string",
    StreamMsgID: "string",
  },
};

/** The content of any element: the fields of all types, of which none has two types. */
export function makeContentShape(): Shape {
  return findFieldShape(Object.assign({}, ...Object.values(elementContents)));
}

function findFieldShape(field: ContentField): Shape {
  if (typeof field === "string") return { kind: field };
  if (isList(field)) return { kind: "list", item: findFieldShape(field[0]) };
  const keys = Object.entries(field).map(([key, inner]) => [key, describeOptionalField(inner)] as const);
  return { kind: "object", isOpen: true, keys: new Map(keys) };
}

const describeOptionalField = (field: ContentField) => ({
  shape: findFieldShape(field),
  optional: true,
  expected: false,
});

/** `Array.isArray` does not narrow a readonly tuple. */
const isList = (field: ContentField): field is readonly [ContentField] => Array.isArray(field);

export type Element = {
  readonly MsgType: string;
  readonly MsgContent: Readonly<Record<string, unknown>>;
};

type Content = Element["MsgContent"];
type Message = { readonly MsgBody?: readonly Element[] | undefined };

/** By field, not by type of element, so that new types are read, too. */
const CUSTOM_KEYS = ["Data", "Desc", "Ext"];
const URL_KEYS = ["Url", "VideoUrl", "ThumbUrl"];
/** The page's samples use the first name, its table the second. */
const FILE_NAME_KEYS = ["FileName", "fileName"];

/** What a message holds besides its texts, forwarded messages included. */
export const elementFacets = {
  customData: ({ MsgBody }: Message) => readContents(MsgBody, (content) => listValues(content, CUSTOM_KEYS)),
  fileNames: ({ MsgBody }: Message) =>
    readContents(MsgBody, (content) => listValues(content, FILE_NAME_KEYS)),
  urls: ({ MsgBody }: Message) =>
    readContents(MsgBody, (content) => [
      ...listValues(content, URL_KEYS),
      ...listObjects(content.ImageInfoArray).map((image) => image.URL),
    ]),
} as const;

/** Without recursion, since the sender chooses how deep forwarded messages are nested. */
function readContents(
  body: readonly Element[] | undefined,
  read: (content: Content) => readonly unknown[],
): readonly string[] {
  const found: string[] = [];
  const contents: Content[] = (body ?? []).map(({ MsgContent }) => MsgContent);
  for (const content of contents) {
    for (const value of read(content)) if (typeof value === "string" && value !== "") found.push(value);
    for (const message of listObjects(content.MsgList))
      for (const { MsgContent } of listObjects(message.MsgBody))
        if (isObject(MsgContent)) contents.push(MsgContent);
  }
  return found;
}

const listValues = (content: Content, keys: readonly string[]) => keys.map((key) => content[key]);

const listObjects = (value: unknown): readonly Content[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
