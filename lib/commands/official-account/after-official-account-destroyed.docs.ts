import { describeCommand } from "../describe-command.ts";
import command from "./after-official-account-destroyed.ts";

export default describeCommand(command, {
  title: "After an official channel is deleted",
  notes: [],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterOfficialAccountDestroyed",
    Official_Account: "@TOA#_acme_news",
    Owner_Account: "brand_77",
    Name: "Acme Daily",
    EventTime: 1761814600777,
  },
});
