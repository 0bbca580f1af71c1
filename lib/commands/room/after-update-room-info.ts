import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { meetingInfo, roomFacets } from "../fragments/live-room.ts";
import { account, eventTime, expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Room.CallbackAfterUpdateRoomInfo",
  page: "647/60735",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      Operator_Account: account(),
      RoomInfo: meetingInfo(),
      EventTime: eventTime(),
    }),
  facets: { ...roomFacets, group: ({ RoomInfo }) => RoomInfo?.RoomId },
});
