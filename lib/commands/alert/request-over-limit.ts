import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { expectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Alert.RequestOverLimit",
  page: "1047/60256",
  reply: acknowledge(),
  payload: () =>
    expectedObject({ ServiceName: z.string(), Command: z.string(), Request: z.number(), Limit: z.number() }),
  facets: {},
});
