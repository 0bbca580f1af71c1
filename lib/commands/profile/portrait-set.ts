import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Profile.CallbackPortraitSet",
  page: "1047/48733",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: account(),
      From_Account: account(),
      EventTime: eventTime(),
      ProfileItem: z.array(readExpectedObject({ Tag: z.string(), Value: z.union([z.number(), z.string()]) })),
    }),
  facets: {
    operator: "Operator_Account",
    name: ({ ProfileItem }) =>
      ProfileItem?.find((item) => item.Tag === "Tag_Profile_IM_Nick")?.Value?.toString(),
    eventTime: "EventTime",
  },
  targets: { accounts: ({ From_Account }) => (From_Account === undefined ? [] : [From_Account]) },
});
