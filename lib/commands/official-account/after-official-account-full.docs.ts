import { describeCommand } from "../describe-command.ts";
import command from "./after-official-account-full.ts";

export default describeCommand(command, {
  title: "After an official channel reaches its limit of subscribers",
  notes: [],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterOfficialAccountFull",
    Official_Account: "@TOA#_acme_news",
    EventTime: 1761814800001,
  },
});
