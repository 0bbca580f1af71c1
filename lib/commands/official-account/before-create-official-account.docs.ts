import { describeCommand } from "../describe-command.ts";
import command from "./before-create-official-account.ts";

export default describeCommand(command, {
  title: "Before an official channel is created",
  notes: [
    "Only the app's administrator creates channels, through the REST API.",
    "A refusal without a custom code reaches the caller as 20006; for a group it is 10016.",
  ],
  changedBy: ["OfficialAccount.CallbackAfterOfficialAccountInfoChanged"],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackBeforeCreateOfficialAccount",
    Operator_Account: "administrator",
    Owner_Account: "brand_77",
    Name: "Acme News",
    EventTime: 1761814414123,
  },
});
