import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { expectedObject } from "../fragments/payload.ts";
import { recordingEvent } from "../fragments/recording-event.ts";

export default defineCommand({
  name: "Follow.CallbackAfterCloudRecordingChanged",
  page: "647/78428",
  reply: acknowledge(),
  payload: () => expectedObject(recordingEvent()),
  facets: { group: ({ EventInfo }) => EventInfo?.RoomId, eventTime: "CallbackTs" },
});
