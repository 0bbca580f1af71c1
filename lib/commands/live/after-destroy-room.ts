import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { roomFacets, roomInfo } from "../fragments/live-room.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterDestroyRoom",
  page: "647/64423",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      RoomId: z.string(),
      EventType: z.string(),
      EventTime: eventTime(),
      RoomInfo: roomInfo(),
      Statistic: readExpectedObject({
        TotalViewers: z.number(),
        TotalGiftsSent: z.number(),
        TotalGiftCoins: z.number(),
        TotalUniqueGiftSenders: z.number(),
        TotalLikesReceived: z.number(),
      }),
    }),
  facets: { ...roomFacets, group: "RoomId" },
  bodyCommand: "elsewhere",
});
