import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { roomFacets, roomInfo } from "../fragments/live-room.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterCreateRoom",
  page: "647/64422",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      RoomInfo: z.extend(roomInfo(), { RoomId: z.string() }),
      EventTime: z.optional(eventTime()),
    }),
  facets: { ...roomFacets, group: ({ RoomInfo }) => RoomInfo?.RoomId },
  bodyCommand: "elsewhere",
});
