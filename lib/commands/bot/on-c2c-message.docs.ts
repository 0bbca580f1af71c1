import { describeCommand } from "../describe-command.ts";
import command from "./on-c2c-message.ts";

export default describeCommand(command, {
  title: "After a message to a chatbot is sent",
  notes: [
    "With both console switches on, one message is sent as this command and as `C2C.CallbackAfterSendMsg`.",
    "The chatbot answers through the REST API, not in this response.",
  ],
  sample: {
    CallbackCommand: "Bot.OnC2CMessage",
    From_Account: "user_4711",
    To_Account: "@RBT#concierge",
    MsgSeq: 48380,
    MsgRandom: 2837599,
    MsgTime: 1761816126,
    MsgKey: "48380_2837599_1761816126",
    MsgId: "144115233406643804-1761816126-4026038331",
    OnlineOnlyFlag: 0,
    SendMsgResult: 0,
    ErrorInfo: "send msg succeed",
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "opening hours?" } }],
    CloudCustomData: "",
    EventTime: 1761816126233,
  },
});
