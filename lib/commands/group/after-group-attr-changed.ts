import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, groupType, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterGroupAttrChanged",
  page: "1047/60394",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      Type: groupType(),
      Operator_Account: account(),
      OptionType: z.optional(z.string()),
      GroupAttr: z.optional(z.array(readExpectedObject({ key: z.string(), value: z.optional(z.string()) }))),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    groupType: "Type",
    operator: "Operator_Account",
    eventTime: "EventTime",
  },
});
