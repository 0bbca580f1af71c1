import * as z from "zod/mini";
import { allowOrDeny } from "../../replies/allow-or-deny.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expected } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackBeforeCreateOfficialAccount",
  page: "1047/60795",
  reply: allowOrDeny({ codes: [120001, 130000] }),
  payload: () =>
    z.looseObject({
      Operator_Account: account(),
      Owner_Account: account(),
      Name: z.string(),
      EventTime: expected(eventTime()),
    }),
  facets: {
    operator: "Operator_Account",
    owner: "Owner_Account",
    name: "Name",
    eventTime: "EventTime",
  },
});
