import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { roomFacets, roomInfo } from "../fragments/live-room.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterUpdateRoomInfo",
  page: "647/67938",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      RoomInfo: z.extend(roomInfo(), { RoomId: z.string() }),
      EventTime: eventTime(),
    }),
  facets: { ...roomFacets, group: ({ RoomInfo }) => RoomInfo?.RoomId },
  bodyCommand: "elsewhere",
});
