import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, bareAccount, eventTime } from "../fragments/payload.ts";

/**
 * After seats of a live room changed.
 *
 * - `request.SeatList` has every seat, not only those that changed; an empty one has no `Member_Account`.
 * - Who changed them is usually not said.
 * - Some samples print account IDs as bare numbers above 2^53; they read as text, digit by digit.
 */
export default defineCommand({
  name: "Mic.CallbackAfterSeatInfoChanged",
  page: "647/64425",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      Operator_Account: z.optional(account()),
      RoomId: z.string(),
      SeatList: z.array(
        z.looseObject({
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
