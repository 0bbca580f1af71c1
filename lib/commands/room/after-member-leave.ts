import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Room.CallbackAfterMemberLeave",
  page: "647/60735",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      RoomId: z.string(),
      MemberCount: z.number(),
      Type: z.string(),
      MemberList_Account: z.array(account()),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
  targets: { list: "MemberList_Account", facets: { target: (account) => account } },
});
