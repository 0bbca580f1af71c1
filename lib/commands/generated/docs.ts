// Made by `npm run generate` from the files of lib/commands. Do not edit.
import alertRequestOverLimit from "../alert/request-over-limit.docs.ts";
import botOnC2cMessage from "../bot/on-c2c-message.docs.ts";
import botOnGroupMessage from "../bot/on-group-message.docs.ts";
import c2cAfterC2cMsgExtension from "../c2c/after-c2c-msg-extension.docs.ts";
import c2cAfterMsgReport from "../c2c/after-msg-report.docs.ts";
import c2cAfterMsgWithDraw from "../c2c/after-msg-with-draw.docs.ts";
import c2cAfterSendMsg from "../c2c/after-send-msg.docs.ts";
import c2cBeforeSendMsg from "../c2c/before-send-msg.docs.ts";
import callAfterEndCall from "../call/after-end-call.docs.ts";
import callAfterMemberChanged from "../call/after-member-changed.docs.ts";
import callAfterRecordChanged from "../call/after-record-changed.docs.ts";
import callAfterStartCall from "../call/after-start-call.docs.ts";
import chatbotOnC2cSignalMessage from "../chatbot/on-c2c-signal-message.docs.ts";
import contentCallbackResultNotify from "../content-callback/result-notify.docs.ts";
import type { CommandDocs } from "../describe-command.ts";
import followAfterCloudRecordingChanged from "../follow/after-cloud-recording-changed.docs.ts";
import followAfterFollowAdd from "../follow/after-follow-add.docs.ts";
import followAfterFollowDelete from "../follow/after-follow-delete.docs.ts";
import groupAfterChangeGroupOwner from "../group/after-change-group-owner.docs.ts";
import groupAfterCreateGroup from "../group/after-create-group.docs.ts";
import groupAfterCreateTopic from "../group/after-create-topic.docs.ts";
import groupAfterGroupAttrChanged from "../group/after-group-attr-changed.docs.ts";
import groupAfterGroupDestroyed from "../group/after-group-destroyed.docs.ts";
import groupAfterGroupFull from "../group/after-group-full.docs.ts";
import groupAfterGroupInfoChanged from "../group/after-group-info-changed.docs.ts";
import groupAfterGroupMsgExtension from "../group/after-group-msg-extension.docs.ts";
import groupAfterMemberExit from "../group/after-member-exit.docs.ts";
import groupAfterMemberFieldChanged from "../group/after-member-field-changed.docs.ts";
import groupAfterNewMemberJoin from "../group/after-new-member-join.docs.ts";
import groupAfterReadReceipt from "../group/after-read-receipt.docs.ts";
import groupAfterRecallMsg from "../group/after-recall-msg.docs.ts";
import groupAfterSendMsg from "../group/after-send-msg.docs.ts";
import groupAfterTopicDestroyed from "../group/after-topic-destroyed.docs.ts";
import groupAfterTopicInfoChanged from "../group/after-topic-info-changed.docs.ts";
import groupBeforeApplyJoinGroup from "../group/before-apply-join-group.docs.ts";
import groupBeforeCreateGroup from "../group/before-create-group.docs.ts";
import groupBeforeCreateTopic from "../group/before-create-topic.docs.ts";
import groupBeforeInviteJoinGroup from "../group/before-invite-join-group.docs.ts";
import groupBeforeSendMsg from "../group/before-send-msg.docs.ts";
import groupOnDailyGroupQuotaAlarm from "../group/on-daily-group-quota-alarm.docs.ts";
import groupOnMemberStateChange from "../group/on-member-state-change.docs.ts";
import groupSendMsgException from "../group/send-msg-exception.docs.ts";
import liveAfterChangeOwner from "../live/after-change-owner.docs.ts";
import liveAfterCreateBattle from "../live/after-create-battle.docs.ts";
import liveAfterCreateRoom from "../live/after-create-room.docs.ts";
import liveAfterCreateRoomReachingThreshold from "../live/after-create-room-reaching-threshold.docs.ts";
import liveAfterDelMetadata from "../live/after-del-metadata.docs.ts";
import liveAfterDestroyRoom from "../live/after-destroy-room.docs.ts";
import liveAfterEndBattle from "../live/after-end-battle.docs.ts";
import liveAfterMemberStateChanged from "../live/after-member-state-changed.docs.ts";
import liveAfterModifyAdmin from "../live/after-modify-admin.docs.ts";
import liveAfterSetMetadata from "../live/after-set-metadata.docs.ts";
import liveAfterStartBattle from "../live/after-start-battle.docs.ts";
import liveAfterUpdateRoomInfo from "../live/after-update-room-info.docs.ts";
import liveBeforeSendGift from "../live/before-send-gift.docs.ts";
import micAfterSeatInfoChanged from "../mic/after-seat-info-changed.docs.ts";
import officialAccountAfterAddSubscriber from "../official-account/after-add-subscriber.docs.ts";
import officialAccountAfterCreateOfficialAccount from "../official-account/after-create-official-account.docs.ts";
import officialAccountAfterDeleteSubscriber from "../official-account/after-delete-subscriber.docs.ts";
import officialAccountAfterMsgWithDraw from "../official-account/after-msg-with-draw.docs.ts";
import officialAccountAfterOfficialAccountDestroyed from "../official-account/after-official-account-destroyed.docs.ts";
import officialAccountAfterOfficialAccountFull from "../official-account/after-official-account-full.docs.ts";
import officialAccountAfterOfficialAccountInfoChanged from "../official-account/after-official-account-info-changed.docs.ts";
import officialAccountAfterSendMsg from "../official-account/after-send-msg.docs.ts";
import officialAccountBeforeAddSubscriber from "../official-account/before-add-subscriber.docs.ts";
import officialAccountBeforeCreateOfficialAccount from "../official-account/before-create-official-account.docs.ts";
import officialAccountBeforeSendMsg from "../official-account/before-send-msg.docs.ts";
import profilePortraitSet from "../profile/portrait-set.docs.ts";
import pushAllMemberPush from "../push/all-member-push.docs.ts";
import pushOfflinePush from "../push/offline-push.docs.ts";
import roomAfterCreateRoom from "../room/after-create-room.docs.ts";
import roomAfterDestroyRoom from "../room/after-destroy-room.docs.ts";
import roomAfterMemberEnter from "../room/after-member-enter.docs.ts";
import roomAfterMemberLeave from "../room/after-member-leave.docs.ts";
import roomAfterUpdateRoomInfo from "../room/after-update-room-info.docs.ts";
import snsBlackListAdd from "../sns/black-list-add.docs.ts";
import snsBlackListDelete from "../sns/black-list-delete.docs.ts";
import snsFriendAdd from "../sns/friend-add.docs.ts";
import snsFriendDelete from "../sns/friend-delete.docs.ts";
import snsPrevFriendAdd from "../sns/prev-friend-add.docs.ts";
import snsPrevFriendResponse from "../sns/prev-friend-response.docs.ts";
import stateStateChange from "../state/state-change.docs.ts";

const all: readonly CommandDocs[] = [
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

/** What is said about every command that chatgate knows, by its wire name. */
export const commandDocs: ReadonlyMap<string, CommandDocs> = new Map(
  all.map((docs) => [docs.command.name, docs]),
);
