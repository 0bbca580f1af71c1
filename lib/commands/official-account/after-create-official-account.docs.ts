import { describeCommand } from "../describe-command.ts";
import command from "./after-create-official-account.ts";

export default describeCommand(command, {
  title: "After an official channel is created",
  notes: [],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterCreateOfficialAccount",
    Official_Account: "@TOA#_acme_news",
    Operator_Account: "administrator",
    Owner_Account: "brand_77",
    Name: "Acme News",
    EventTime: 1761814414980,
  },
});
