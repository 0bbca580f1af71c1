import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackAfterGroupFull",
  page: "1047/34376",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      GroupId: z.string(),
      EventTime: eventTime(),
    }),
  facets: {
    group: "GroupId",
    eventTime: "EventTime",
  },
});
