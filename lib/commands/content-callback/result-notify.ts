import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "ContentCallback.ResultNotify",
  page: "1047/78240",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Scene: z.string(),
      SdkAppId: z.optional(z.number()),
      From_Account: account(),
      ContactItem: z.optional(
        readExpectedObject({
          ContactType: z.number(),
          To_Account: z.optional(account()),
          ToGroupId: z.optional(z.string()),
        }),
      ),
      ContentType: z.string(),
      TextContent: z.optional(z.union([z.array(z.string()), z.string()])),
      FileURL: z.optional(z.string()),
      MsgID: z.optional(z.string()),
      CtxcbResult: z.number(),
      CtxcbRequestId: z.string(),
      CtxcbKeywords: z.optional(z.array(z.string())),
      CtxcbSuggestion: z.optional(z.string()),
      CtxcbLabel: z.optional(z.string()),
      CtxcbSubLabel: z.optional(z.string()),
      CtxcbSubLabelDesc: z.optional(z.string()),
      CtxcbLibName: z.optional(z.string()),
      CloudCustomData: z.optional(z.string()),
    }),
  facets: {
    sender: "From_Account",
    receiver: (judged) => judged.ContactItem?.To_Account,
    group: (judged) => judged.ContactItem?.ToGroupId,
    text: ({ TextContent }) => (typeof TextContent === "string" ? [TextContent] : TextContent),
    custom: "CloudCustomData",
  },
  bodyCommand: "elsewhere",
});
