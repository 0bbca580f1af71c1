import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterCreateBattle",
  page: "647/68259",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      BattleId: z.string(),
      FromRoomId: z.string(),
      ToRoomIdList: z.array(z.string()),
      Timeout: z.number(),
      Duration: z.number(),
      NeedResponse: z.boolean(),
      ExtensionInfo: z.optional(z.string()),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "FromRoomId", eventTime: "EventTime" },
  bodyCommand: "elsewhere",
});
