import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Live.CallbackAfterCreateRoomReachingThreshold",
  page: "647/70485",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      EventTime: eventTime(),
      CurRoomCount: z.number(),
      MaxRoomCount: z.number(),
    }),
  facets: { operator: "Operator_Account", eventTime: "EventTime" },
  bodyCommand: "elsewhere",
});
