import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, bareAccount, eventTime, expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Mic.CallbackAfterSeatInfoChanged",
  page: "647/64425",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      Operator_Account: z.optional(account()),
      RoomId: z.string(),
      SeatList: z.array(
        expectedObject({
          Index: z.number(),
          Member_Account: z.optional(bareAccount()),
          IsTakenDisabled: z.boolean(),
          IsVideoDisabled: z.boolean(),
          IsAudioDisabled: z.boolean(),
        }),
      ),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
});
