import { describeCommand } from "../describe-command.ts";
import command from "./on-group-message.ts";

export default describeCommand(command, {
  title: "After a chatbot is mentioned in a group",
  notes: [
    "`mentions` holds only the mentioned chatbots, no other accounts. `@all` does not trigger a chatbot.",
  ],
  sample: {
    CallbackCommand: "Bot.OnGroupMessage",
    GroupId: "@TGS#2K5ABCDE1",
    Type: "Public",
    From_Account: "user_4711",
    Operator_Account: "user_4711",
    Random: 654321,
    MsgSeq: 124,
    MsgTime: 1761816222,
    OnlineOnlyFlag: 0,
    MsgBody: [
      { MsgType: "TIMTextElem", MsgContent: { Text: "@@RBT#concierge summary please" } },
      { MsgType: "TIMCustomElem", MsgContent: { Data: '{"lines":5}', Desc: "short", Ext: "summary" } },
    ],
    AtRobots_Account: ["@RBT#concierge"],
    CloudCustomData: "",
    EventTime: 1761816222123,
  },
});
