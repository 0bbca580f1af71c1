// Made by `npm run generate` from the files of lib/commands. Do not edit.
import alertRequestOverLimit from "../alert/request-over-limit.ts";
import botOnC2cMessage from "../bot/on-c2c-message.ts";
import botOnGroupMessage from "../bot/on-group-message.ts";
import c2cAfterC2cMsgExtension from "../c2c/after-c2c-msg-extension.ts";
import c2cAfterMsgReport from "../c2c/after-msg-report.ts";
import c2cAfterMsgWithDraw from "../c2c/after-msg-with-draw.ts";
import c2cAfterSendMsg from "../c2c/after-send-msg.ts";
import c2cBeforeSendMsg from "../c2c/before-send-msg.ts";
import callAfterEndCall from "../call/after-end-call.ts";
import callAfterMemberChanged from "../call/after-member-changed.ts";
import callAfterRecordChanged from "../call/after-record-changed.ts";
import callAfterStartCall from "../call/after-start-call.ts";
import chatbotOnC2cSignalMessage from "../chatbot/on-c2c-signal-message.ts";
import contentCallbackResultNotify from "../content-callback/result-notify.ts";
import type { Command } from "../define-command.ts";
import followAfterCloudRecordingChanged from "../follow/after-cloud-recording-changed.ts";
import followAfterFollowAdd from "../follow/after-follow-add.ts";
import followAfterFollowDelete from "../follow/after-follow-delete.ts";
import groupAfterChangeGroupOwner from "../group/after-change-group-owner.ts";
import groupAfterCreateGroup from "../group/after-create-group.ts";
import groupAfterCreateTopic from "../group/after-create-topic.ts";
import groupAfterGroupAttrChanged from "../group/after-group-attr-changed.ts";
import groupAfterGroupDestroyed from "../group/after-group-destroyed.ts";
import groupAfterGroupFull from "../group/after-group-full.ts";
import groupAfterGroupInfoChanged from "../group/after-group-info-changed.ts";
import groupAfterGroupMsgExtension from "../group/after-group-msg-extension.ts";
import groupAfterMemberExit from "../group/after-member-exit.ts";
import groupAfterMemberFieldChanged from "../group/after-member-field-changed.ts";
import groupAfterNewMemberJoin from "../group/after-new-member-join.ts";
import groupAfterReadReceipt from "../group/after-read-receipt.ts";
import groupAfterRecallMsg from "../group/after-recall-msg.ts";
import groupAfterSendMsg from "../group/after-send-msg.ts";
import groupAfterTopicDestroyed from "../group/after-topic-destroyed.ts";
import groupAfterTopicInfoChanged from "../group/after-topic-info-changed.ts";
import groupBeforeApplyJoinGroup from "../group/before-apply-join-group.ts";
import groupBeforeCreateGroup from "../group/before-create-group.ts";
import groupBeforeCreateTopic from "../group/before-create-topic.ts";
import groupBeforeInviteJoinGroup from "../group/before-invite-join-group.ts";
import groupBeforeSendMsg from "../group/before-send-msg.ts";
import groupOnDailyGroupQuotaAlarm from "../group/on-daily-group-quota-alarm.ts";
import groupOnMemberStateChange from "../group/on-member-state-change.ts";
import groupSendMsgException from "../group/send-msg-exception.ts";
import liveAfterChangeOwner from "../live/after-change-owner.ts";
import liveAfterCreateBattle from "../live/after-create-battle.ts";
import liveAfterCreateRoom from "../live/after-create-room.ts";
import liveAfterCreateRoomReachingThreshold from "../live/after-create-room-reaching-threshold.ts";
import liveAfterDelMetadata from "../live/after-del-metadata.ts";
import liveAfterDestroyRoom from "../live/after-destroy-room.ts";
import liveAfterEndBattle from "../live/after-end-battle.ts";
import liveAfterMemberStateChanged from "../live/after-member-state-changed.ts";
import liveAfterModifyAdmin from "../live/after-modify-admin.ts";
import liveAfterSetMetadata from "../live/after-set-metadata.ts";
import liveAfterStartBattle from "../live/after-start-battle.ts";
import liveAfterUpdateRoomInfo from "../live/after-update-room-info.ts";
import liveBeforeSendGift from "../live/before-send-gift.ts";
import micAfterSeatInfoChanged from "../mic/after-seat-info-changed.ts";
import officialAccountAfterAddSubscriber from "../official-account/after-add-subscriber.ts";
import officialAccountAfterCreateOfficialAccount from "../official-account/after-create-official-account.ts";
import officialAccountAfterDeleteSubscriber from "../official-account/after-delete-subscriber.ts";
import officialAccountAfterMsgWithDraw from "../official-account/after-msg-with-draw.ts";
import officialAccountAfterOfficialAccountDestroyed from "../official-account/after-official-account-destroyed.ts";
import officialAccountAfterOfficialAccountFull from "../official-account/after-official-account-full.ts";
import officialAccountAfterOfficialAccountInfoChanged from "../official-account/after-official-account-info-changed.ts";
import officialAccountAfterSendMsg from "../official-account/after-send-msg.ts";
import officialAccountBeforeAddSubscriber from "../official-account/before-add-subscriber.ts";
import officialAccountBeforeCreateOfficialAccount from "../official-account/before-create-official-account.ts";
import officialAccountBeforeSendMsg from "../official-account/before-send-msg.ts";
import profilePortraitSet from "../profile/portrait-set.ts";
import pushAllMemberPush from "../push/all-member-push.ts";
import pushOfflinePush from "../push/offline-push.ts";
import roomAfterCreateRoom from "../room/after-create-room.ts";
import roomAfterDestroyRoom from "../room/after-destroy-room.ts";
import roomAfterMemberEnter from "../room/after-member-enter.ts";
import roomAfterMemberLeave from "../room/after-member-leave.ts";
import roomAfterUpdateRoomInfo from "../room/after-update-room-info.ts";
import snsBlackListAdd from "../sns/black-list-add.ts";
import snsBlackListDelete from "../sns/black-list-delete.ts";
import snsFriendAdd from "../sns/friend-add.ts";
import snsFriendDelete from "../sns/friend-delete.ts";
import snsPrevFriendAdd from "../sns/prev-friend-add.ts";
import snsPrevFriendResponse from "../sns/prev-friend-response.ts";
import stateStateChange from "../state/state-change.ts";

const all: readonly Command[] = [
  alertRequestOverLimit,
  botOnC2cMessage,
  botOnGroupMessage,
  c2cAfterC2cMsgExtension,
  c2cAfterMsgReport,
  c2cAfterMsgWithDraw,
  c2cAfterSendMsg,
  c2cBeforeSendMsg,
  callAfterEndCall,
  callAfterMemberChanged,
  callAfterRecordChanged,
  callAfterStartCall,
  chatbotOnC2cSignalMessage,
  contentCallbackResultNotify,
  followAfterCloudRecordingChanged,
  followAfterFollowAdd,
  followAfterFollowDelete,
  groupAfterChangeGroupOwner,
  groupAfterCreateGroup,
  groupAfterCreateTopic,
  groupAfterGroupAttrChanged,
  groupAfterGroupDestroyed,
  groupAfterGroupFull,
  groupAfterGroupInfoChanged,
  groupAfterGroupMsgExtension,
  groupAfterMemberExit,
  groupAfterMemberFieldChanged,
  groupAfterNewMemberJoin,
  groupAfterReadReceipt,
  groupAfterRecallMsg,
  groupAfterSendMsg,
  groupAfterTopicDestroyed,
  groupAfterTopicInfoChanged,
  groupBeforeApplyJoinGroup,
  groupBeforeCreateGroup,
  groupBeforeCreateTopic,
  groupBeforeInviteJoinGroup,
  groupBeforeSendMsg,
  groupOnDailyGroupQuotaAlarm,
  groupOnMemberStateChange,
  groupSendMsgException,
  liveAfterChangeOwner,
  liveAfterCreateBattle,
  liveAfterCreateRoom,
  liveAfterCreateRoomReachingThreshold,
  liveAfterDelMetadata,
  liveAfterDestroyRoom,
  liveAfterEndBattle,
  liveAfterMemberStateChanged,
  liveAfterModifyAdmin,
  liveAfterSetMetadata,
  liveAfterStartBattle,
  liveAfterUpdateRoomInfo,
  liveBeforeSendGift,
  micAfterSeatInfoChanged,
  officialAccountAfterAddSubscriber,
  officialAccountAfterCreateOfficialAccount,
  officialAccountAfterDeleteSubscriber,
  officialAccountAfterMsgWithDraw,
  officialAccountAfterOfficialAccountDestroyed,
  officialAccountAfterOfficialAccountFull,
  officialAccountAfterOfficialAccountInfoChanged,
  officialAccountAfterSendMsg,
  officialAccountBeforeAddSubscriber,
  officialAccountBeforeCreateOfficialAccount,
  officialAccountBeforeSendMsg,
  profilePortraitSet,
  pushAllMemberPush,
  pushOfflinePush,
  roomAfterCreateRoom,
  roomAfterDestroyRoom,
  roomAfterMemberEnter,
  roomAfterMemberLeave,
  roomAfterUpdateRoomInfo,
  snsBlackListAdd,
  snsBlackListDelete,
  snsFriendAdd,
  snsFriendDelete,
  snsPrevFriendAdd,
  snsPrevFriendResponse,
  stateStateChange,
];

/** Every command that chatgate knows, by its wire name. */
export const commands: ReadonlyMap<string, Command> = new Map(all.map((command) => [command.name, command]));

/** The same by every name that Chat may send: what a callback's command is looked up in. */
export const wireCommands: ReadonlyMap<string, Command> = new Map(
  all.flatMap((command) => [command.name, ...(command.aliases ?? [])].map((name) => [name, command])),
);
