import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { readExpectedObject } from "../fragments/payload.ts";
import { recordingEvent } from "../fragments/recording-event.ts";

export default defineCommand({
  name: "Follow.CallbackAfterCloudRecordingChanged",
  page: "647/78428",
  reply: acknowledge(),
  payload: () => readExpectedObject(recordingEvent()),
  facets: { group: ({ EventInfo }) => EventInfo?.RoomId, eventTime: "CallbackTs" },
});
