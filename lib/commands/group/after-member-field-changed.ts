import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterMemberFieldChanged",
  page: "1047/60393",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: groupType(),
      Operator_Account: account(),
      Member_Account: z.optional(account()),
      Modified_Account: z.optional(account()),
      Role: z.optional(z.string()),
      NameCard: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    operator: "Operator_Account",
    name: "NameCard",
    eventTime: "EventTime",
  },
  targets: {
    // The international pages' name, and the Chinese ones'.
    accounts: (change) => [change.Member_Account ?? change.Modified_Account ?? []].flat(),
  },
});
