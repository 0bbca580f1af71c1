import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { recordingEvent } from "../fragments/recording-event.ts";

export default defineCommand({
  name: "Follow.CallbackAfterCloudRecordingChanged",
  page: "647/78428",
  reply: acknowledge(),
  payload: () => z.looseObject(recordingEvent()),
  facets: { group: (recording) => recording.EventInfo.RoomId, eventTime: "CallbackTs" },
});
