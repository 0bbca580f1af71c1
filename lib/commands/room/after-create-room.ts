import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { meetingInfo, roomFacets } from "../fragments/live-room.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Room.CallbackAfterCreateRoom",
  page: "647/60735",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      RoomInfo: meetingInfo(),
      ScheduleInviteeList_Account: z.optional(z.array(account())),
      EventTime: eventTime(),
    }),
  facets: { ...roomFacets, group: ({ RoomInfo }) => RoomInfo?.RoomId },
});
