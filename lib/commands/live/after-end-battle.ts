import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { battleRoom } from "../fragments/live-room.ts";
import { eventTime } from "../fragments/payload.ts";

/**
 * After a battle between live rooms has ended.
 *
 * - The command in the URL may differ from the body's; the URL's is the one that counts.
 * - `group` and `owner` are of the room that challenged, `targets` the owners of the rooms challenged.
 * - Some samples print account IDs as bare numbers above 2^53; they read as text, digit by digit.
 */
export default defineCommand({
  name: "Live.CallbackAfterEndBattle",
  page: "647/68261",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      BattleId: z.string(),
      Duration: z.number(),
      CreateTime: z.number(),
      StartTime: z.number(),
      EndTime: z.number(),
      OpType: z.number(),
      FromRoomInfo: z.extend(battleRoom(), { Score: z.number() }),
      ToRoomList: z.array(z.extend(battleRoom(), { Score: z.number() })),
      EventTime: eventTime(),
    }),
  facets: {
    owner: (battle) => String(battle.FromRoomInfo.Owner_Account),
    group: (battle) => battle.FromRoomInfo.RoomId,
    eventTime: "EventTime",
  },
  targets: { each: "ToRoomList", facets: { target: (room) => String(room.Owner_Account) } },
  bodyCommand: "elsewhere",
});
