import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Room.CallbackAfterDestroyRoom",
  page: "647/60735",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      Operator_Account: account(),
      RoomId: z.string(),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
});
