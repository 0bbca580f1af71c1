import { describeCommand } from "../describe-command.ts";
import command from "./after-end-battle.ts";

export default describeCommand(command, {
  title: "After a battle between live rooms ends",
  notes: [
    "The command in the URL may differ from the one in the body. chatgate uses the one in the URL.",
    "`group` and `owner` belong to the challenging room; `targets` holds the owners of the challenged rooms.",
    "Some of the documented samples have account IDs as JSON numbers above 2^53. chatgate reads them as text, with all digits.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterEndBattle",
    BattleId: "4siHsNsWN/T3aub9zKraqP==",
    Duration: 60000,
    CreateTime: 1761821105,
    StartTime: 1761821105,
    EndTime: 1761821165,
    OpType: 0,
    FromRoomInfo: { RoomId: "live_12", Score: 10, Owner_Account: "host_1" },
    ToRoomList: [{ RoomId: "live_13", Score: 7, Owner_Account: "host_2" }],
    EventTime: 1761821166119,
  },
});
