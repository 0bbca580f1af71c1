import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterModifyAdmin",
  page: "647/72554",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      RoomId: z.string(),
      EventTime: eventTime(),
      Operator_Account: account(),
      Admin_Account: z.array(account()),
      opType: z.string(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
  targets: { list: "Admin_Account", facets: { target: (account) => account } },
  bodyCommand: "elsewhere",
});
