import { describeCommand } from "../describe-command.ts";
import command from "./after-create-battle.ts";

export default describeCommand(command, {
  title: "After a battle between live rooms is set up",
  notes: [
    "The command in the URL may differ from the one in the body. chatgate uses the one in the URL.",
    "`group` is the challenging room.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterCreateBattle",
    Operator_Account: "host_1",
    BattleId: "4siHsNsWN/T3aub9zKraqP==",
    FromRoomId: "live_12",
    ToRoomIdList: ["live_13"],
    Timeout: 30000,
    Duration: 60000,
    NeedResponse: false,
    ExtensionInfo: "",
    EventTime: 1761821105000,
  },
});
