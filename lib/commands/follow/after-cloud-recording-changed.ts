import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { recordingEvent } from "../fragments/recording-event.ts";

/**
 * After a live recording changed its state.
 *
 * - Of the live product, though it goes by the family of following: a pattern `Follow.*` covers it.
 * - Known from one page only.
 */
export default defineCommand({
  name: "Follow.CallbackAfterCloudRecordingChanged",
  page: "647/78428",
  reply: acknowledge(),
  payload: () => z.looseObject(recordingEvent()),
  facets: { group: (recording) => recording.EventInfo.RoomId, eventTime: "CallbackTs" },
});
