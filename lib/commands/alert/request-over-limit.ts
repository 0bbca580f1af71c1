import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Alert.RequestOverLimit",
  page: "1047/60256",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      ServiceName: z.string(),
      Command: z.string(),
      Request: z.number(),
      Limit: z.number(),
    }),
  facets: {},
});
