import { describeCommand } from "../describe-command.ts";
import command from "./before-send-gift.ts";

export default describeCommand(command, {
  title: "Before a gift is sent in a live room",
  notes: [
    "Fails closed, unlike every other command: without an answer within 2 s Chat refuses the gift, unless `Live.CallbackBeforeCallBackNotBlock` is configured too.",
    "Any code but 0 refuses. A code from 102100 to 102200 reaches the caller; what the caller sees of code 1 is not documented.",
    "The receivers are the list `request.GiftWater.To_Account` and have no facet; nor have `Count` and `Coins`.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackBeforeSendGift",
    Operator_Account: "user_4711",
    RoomId: "live_12",
    GiftWater: {
      From_Account: "user_4711",
      To_Account: ["host_1"],
      Time: 1761821222,
      GiftId: "rose",
      Count: 3,
      Coins: 30,
    },
  },
});
