import * as z from "zod";
import { acknowledge } from "../../protocol/replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account } from "../fragments/payload.ts";

export default defineCommand({
  name: "ContentCallback.ResultNotify",
  title: "After cloud moderation judged something",
  page: "1047/78240",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      Scene: z.string(),
      SdkAppId: z.number().optional(),
      From_Account: account(),
      ContactItem: z
        .looseObject({
          ContactType: z.number(),
          To_Account: account().optional(),
          ToGroupId: z.string().optional(),
        })
        .optional(),
      ContentType: z.string(),
      TextContent: z.union([z.array(z.string()), z.string()]).optional(),
      FileURL: z.string().optional(),
      MsgID: z.string().optional(),
      CtxcbResult: z.number(),
      CtxcbRequestId: z.string(),
      CtxcbKeywords: z.array(z.string()).optional(),
      CtxcbSuggestion: z.string().optional(),
      CtxcbLabel: z.string().optional(),
      CtxcbSubLabel: z.string().optional(),
      CtxcbSubLabelDesc: z.string().optional(),
      CtxcbLibName: z.string().optional(),
      CloudCustomData: z.string().optional(),
    }),
  facets: {
    sender: "From_Account",
    receiver: (judged) => judged.ContactItem?.To_Account,
    group: (judged) => judged.ContactItem?.ToGroupId,
    text: ({ TextContent }) => (typeof TextContent === "string" ? [TextContent] : TextContent),
    custom: "CloudCustomData",
  },
  quirks: [
    "By default only hits are told; `request.CtxcbResult` is 1 for what was stopped.",
    "Covers profiles and group profiles too: `request.Scene` says what was judged, and `sender` is its author.",
    "It says no time and no platform, and the body has no command.",
  ],
  bodyCommand: "elsewhere",
});
