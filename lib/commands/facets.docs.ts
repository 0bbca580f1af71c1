import type { FacetName } from "./facets.ts";

/** What each facet is, for documents, editors and the command line. */
export const facetTexts: Readonly<Record<FacetName, string>> = {
  operator: "The account that makes the request.",
  owner: "The owner, or future owner, of the group or channel.",
  sender: "The account that sends the message or the request.",
  receiver: "The account that receives the message.",
  targets: "All accounts that the request is about, in its order.",
  target:
    "Each account that the request is about, one at a time: a rule is decided for each, and refuses only those for which it holds.",
  members: "The group's members, if the request lists them; for a new group, its first members.",
  group: "The group's ID.",
  groupType:
    "`Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, …; the wire's `Private` and `ChatRoom` read as `Work` and `Meeting`.",
  topic: "The topic's ID.",
  channel: "The official channel's user ID.",
  name: "The name of the group, topic, channel or room; the nickname or name card, if that is changed.",
  text: "All text elements of the message, joined by line breaks.",
  elements: "The message's element types, as the payload names them (`TIMTextElem`, …).",
  customData:
    "What the app put into the message, one text a field: `Data`, `Desc` and `Ext` of custom elements, also `Data` of face elements, `Desc` of location elements, and the same fields of element types that chatgate does not know. Often JSON.",
  fileNames: "The names of the message's files; old SDKs send the full local path.",
  urls: "The download URLs of the message's files, images, voice and video, including thumbnails. Links in the message's text are not among them: `text.hasUrl()` finds those.",
  mentions:
    "The accounts mentioned, and `@all`. Documented for commands after sending; before sending, it may be empty although somebody is mentioned.",
  custom: "The message's `CloudCustomData`.",
  note: "What the applicant wrote. In friend requests, each target has its own.",
  owned: "How many groups of this type the operator already has; not always sent.",
  eventTime: "The time of the event, by Chat's clock.",
  command: "The command, e.g. `Group.CallbackBeforeCreateGroup`.",
  platform: "`restapi`, `web`, `android`, `ios`, `windows`, `macos`, `ipad`, `unknown`, …; lower case.",
  clientIp: "The client's address.",
  sdkAppId: "The app's SDKAppID.",
  now: "The current time, by the gate's clock.",
};
