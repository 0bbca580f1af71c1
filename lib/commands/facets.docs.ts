import type { FacetName } from "./facets.ts";

/** What each facet is, for documents, editors and the command line. */
export const facetTexts: Readonly<Record<FacetName, string>> = {
  operator: "The account that makes the request.",
  owner: "The owner, or future owner, of the group or channel.",
  sender: "The account that sends the message or the request.",
  receiver: "The account that receives the message.",
  targets: "All accounts that the request is about, in its order.",
  target:
    "Each account that the request is about, one at a time: the rule is decided for each and refuses only those.",
  members: "The group's members, where the request lists them: of a new group the first ones.",
  group: "The group's ID.",
  groupType:
    "`Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, …; the wire's `Private` and `ChatRoom` read as `Work` and `Meeting`.",
  topic: "The topic's ID.",
  channel: "The official channel's user ID.",
  name: "The name asked for or changed to.",
  text: "All text elements of the message, joined by line ends.",
  elements: "The message's element types, in the wire's words (`TIMTextElem`, …).",
  customData:
    "What the app itself put into the message, one text a field: `Data`, `Desc` and `Ext` of custom elements, also a sticker's `Data`, a place's `Desc`, and those of element types that chatgate does not know. Often JSON.",
  fileNames: "The names of the message's files; old SDKs send a whole local path.",
  urls: "Where the message's files, pictures, voice and video can be downloaded, thumbnails too. Links that somebody wrote are in `text`: `text.hasUrl()`.",
  mentions:
    "The accounts mentioned, and `@all`. Documented for commands after sending; before sending, it may be empty although somebody is mentioned.",
  custom: "The message's `CloudCustomData`.",
  note: "What the applicant wrote. In friend requests it belongs to a target.",
  owned: "How many groups of this type the operator already has; not always sent.",
  eventTime: "The time of the event, by Chat's clock.",
  command: "The command, e.g. `Group.CallbackBeforeCreateGroup`.",
  platform: "`restapi`, `web`, `android`, `ios`, `windows`, `macos`, `ipad`, `unknown`, …; lower case.",
  clientIp: "The client's address.",
  sdkAppId: "The app's SDKAppID.",
  now: "The gate's clock.",
};
