import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { createBattleRoom } from "../fragments/live-room.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterEndBattle",
  page: "647/68261",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      BattleId: z.string(),
      Duration: z.number(),
      CreateTime: z.number(),
      StartTime: z.number(),
      EndTime: z.number(),
      OpType: z.number(),
      FromRoomInfo: z.extend(createBattleRoom(), { Score: z.number() }),
      ToRoomList: z.array(z.extend(createBattleRoom(), { Score: z.number() })),
      EventTime: eventTime(),
    }),
  facets: {
    owner: ({ FromRoomInfo }) => FromRoomInfo?.Owner_Account?.toString(),
    group: ({ FromRoomInfo }) => FromRoomInfo?.RoomId,
    eventTime: "EventTime",
  },
  targets: { list: "ToRoomList", facets: { target: (room) => room.Owner_Account?.toString() } },
  bodyCommand: "elsewhere",
});
