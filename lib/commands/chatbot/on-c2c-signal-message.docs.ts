import { describeCommand } from "../describe-command.ts";
import command from "./on-c2c-signal-message.ts";

export default describeCommand(command, {
  title: "After a client passes data to a chatbot",
  notes: [
    "The only after-command whose answer Chat reads: `RspData`, JSON in a string. chatgate answers with an empty object.",
    "The data is `request.Data`, JSON in a string. It is not a message, so `text` is empty.",
  ],
  sample: {
    CallbackCommand: "Chatbot.OnC2CSignalMessage",
    From_Account: "user_4711",
    To_Account: "@RBT#concierge",
    MsgSeq: 5679,
    MsgRandom: 8766,
    MsgKey: "5679_8766_1761816300",
    EventTime: 1761816300123,
    Data: '{"intent":"open_ticket","id":17}',
  },
});
