import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "C2C.CallbackAfterMsgReport",
  page: "1047/43465",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Report_Account: account(),
      Peer_Account: account(),
      LastReadTime: z.number(),
      UnreadMsgNum: z.optional(z.number()),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    operator: "Report_Account",
    eventTime: "EventTime",
  },
  targets: { accounts: ({ Peer_Account }) => (Peer_Account === undefined ? [] : [Peer_Account]) },
});
