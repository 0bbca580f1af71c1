// Made by `npm run generate`: the events that chatgate delivers. Do not edit.
import type { ChatEvent } from "../lib/records/event.ts";

/** The body of each command. */
export type EventPayloads = {
  "Alert.RequestOverLimit": {
    readonly ServiceName?: string;
    readonly Command?: string;
    readonly Request?: number;
    readonly Limit?: number;
  };
  "Bot.OnC2CMessage": {
    readonly From_Account?: string;
    readonly To_Account?: string;
    readonly MsgSeq?: number;
    readonly MsgRandom?: number;
    readonly MsgTime?: number;
    readonly MsgKey?: string;
    readonly MsgId?: string;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody?: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly SyncOtherMachine?: unknown;
    readonly SupportMessageExtension?: unknown;
    readonly EventTime?: number | string;
    readonly SendMsgResult?: number;
    readonly ErrorInfo?: string;
    readonly UnreadMsgNum?: number;
  };
  "Bot.OnGroupMessage": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly From_Account?: string;
    readonly Operator_Account?: string;
    readonly Random?: number;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody?: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly MsgSeq?: number;
    readonly MsgTime?: number;
    readonly AtRobots_Account?: readonly (string)[];
    readonly TopicId?: string;
    readonly EventTime?: number | string;
  };
  "C2C.CallbackAfterC2CMsgExtension": {
    readonly From_Account?: string;
    readonly To_Account?: string;
    readonly MsgKey?: string;
    readonly OperateType?: number;
    readonly ExtensionList?: readonly ({
      readonly Key: string;
      readonly Value: string;
      readonly Seq: number;
    })[];
    readonly Seq?: number;
    readonly EventTime?: number | string;
  };
  "C2C.CallbackAfterMsgReport": {
    readonly Report_Account?: string;
    readonly Peer_Account?: string;
    readonly LastReadTime?: number;
    readonly UnreadMsgNum?: number;
    readonly EventTime?: number | string;
  };
  "C2C.CallbackAfterMsgWithDraw": {
    readonly From_Account?: string;
    readonly To_Account?: string;
    readonly MsgKey?: string;
    readonly UnreadMsgNum?: number;
    readonly EventTime?: number | string;
  };
  "C2C.CallbackAfterSendMsg": {
    readonly From_Account?: string;
    readonly To_Account?: string;
    readonly MsgSeq?: number;
    readonly MsgRandom?: number;
    readonly MsgTime?: number;
    readonly MsgKey?: string;
    readonly MsgId?: string;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody?: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly SyncOtherMachine?: unknown;
    readonly SupportMessageExtension?: unknown;
    readonly EventTime?: number | string;
    readonly SendMsgResult?: number;
    readonly ErrorInfo?: string;
    readonly UnreadMsgNum?: number;
  };
  "C2C.CallbackBeforeSendMsg": {
    readonly From_Account: string;
    readonly To_Account: string;
    readonly MsgSeq?: number;
    readonly MsgRandom?: number;
    readonly MsgTime?: number;
    readonly MsgKey?: string;
    readonly MsgId?: string;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly SyncOtherMachine?: unknown;
    readonly SupportMessageExtension?: unknown;
    readonly EventTime?: number | string;
  };
  "Call.CallbackAfterEndCall": {
    readonly CallRecord?: {
      readonly CallId?: string;
      readonly Caller_Account?: string | number;
      readonly MediaType?: string;
      readonly CallType?: string;
      readonly StartTime?: number;
      readonly EndTime?: number;
      readonly AcceptTime?: number;
      readonly CallResult?: string;
      readonly CalleeList_Account?: readonly (string | number)[];
      readonly RoomId?: string;
      readonly RoomIdType?: number;
    };
    readonly EventTime?: number | string;
  };
  "Call.CallbackAfterMemberChanged": {
    readonly CallId?: string;
    readonly UserList?: readonly ({
      readonly User_Account?: string | number;
      readonly Status?: string;
    })[];
    readonly ChangedUserList?: readonly ({
      readonly User_Account?: string | number;
      readonly ActionType?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Call.CallbackAfterRecordChanged": {
    readonly CallId?: string;
    readonly Callback?: {
      readonly EventGroupId?: number;
      readonly EventType?: number;
      readonly CallbackTs?: number;
      readonly EventInfo?: {
        readonly RoomId?: string;
        readonly EventTs?: number;
        readonly EventMsTs?: number;
        readonly UserId?: string;
        readonly TaskId?: string;
        readonly Payload?: { readonly [key: string]: unknown };
      };
      readonly KitType?: number;
    };
    readonly EventTime?: number | string;
  };
  "Call.CallbackAfterStartCall": {
    readonly CallInfo?: {
      readonly CallId?: string;
      readonly CallMediaType?: string;
      readonly ChatGroupId?: string;
      readonly RoomId?: string;
      readonly RoomIdType?: number;
      readonly MediaType?: string;
    };
    readonly UserList?: readonly ({
      readonly User_Account?: string | number;
      readonly Status?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Chatbot.OnC2CSignalMessage": {
    readonly From_Account?: string;
    readonly To_Account?: string;
    readonly MsgSeq?: number;
    readonly MsgRandom?: number;
    readonly MsgKey?: string;
    readonly EventTime?: number | string;
    readonly Data?: string;
  };
  "ContentCallback.ResultNotify": {
    readonly Scene?: string;
    readonly SdkAppId?: number;
    readonly From_Account?: string;
    readonly ContactItem?: {
      readonly ContactType?: number;
      readonly To_Account?: string;
      readonly ToGroupId?: string;
    };
    readonly ContentType?: string;
    readonly TextContent?: readonly (string)[] | string;
    readonly FileURL?: string;
    readonly MsgID?: string;
    readonly CtxcbResult?: number;
    readonly CtxcbRequestId?: string;
    readonly CtxcbKeywords?: readonly (string)[];
    readonly CtxcbSuggestion?: string;
    readonly CtxcbLabel?: string;
    readonly CtxcbSubLabel?: string;
    readonly CtxcbSubLabelDesc?: string;
    readonly CtxcbLibName?: string;
    readonly CloudCustomData?: string;
  };
  "Follow.CallbackAfterCloudRecordingChanged": {
    readonly EventGroupId?: number;
    readonly EventType?: number;
    readonly CallbackTs?: number;
    readonly EventInfo?: {
      readonly RoomId?: string;
      readonly EventTs?: number;
      readonly EventMsTs?: number;
      readonly UserId?: string;
      readonly TaskId?: string;
      readonly Payload?: { readonly [key: string]: unknown };
    };
  };
  "Follow.CallbackAfterFollowAdd": {
    readonly From_Account?: string;
    readonly FollowList?: readonly ({
      readonly To_Account?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Follow.CallbackAfterFollowDelete": {
    readonly From_Account?: string;
    readonly To_Account?: readonly (string)[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterChangeGroupOwner": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly Operator_Account?: string;
    readonly OldOwner_Account?: string;
    readonly NewOwner_Account?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterCreateGroup": {
    readonly GroupId?: string;
    readonly Operator_Account?: string;
    readonly Owner_Account?: string;
    readonly Type?: string;
    readonly Name?: string;
    readonly MemberList?: readonly ({
      readonly Member_Account: string;
    })[];
    readonly UserDefinedDataList?: readonly ({
      readonly Key: string;
      readonly Value: unknown;
    })[];
    readonly InviteOption?: string;
    readonly CreateGroupNum?: number;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterCreateTopic": {
    readonly GroupId?: string;
    readonly TopicId?: string;
    readonly Operator_Account?: string;
    readonly Owner_Account?: string;
    readonly Type?: string;
    readonly Name?: string;
    readonly UserDefinedDataList?: readonly ({
      readonly Key: string;
      readonly Value: unknown;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterGroupAttrChanged": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly Operator_Account?: string;
    readonly OptionType?: string;
    readonly GroupAttr?: readonly ({
      readonly key?: string;
      readonly value?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterGroupDestroyed": {
    readonly Operator_Account?: string;
    readonly GroupId?: string;
    readonly Type?: string;
    readonly Owner_Account?: string;
    readonly Name?: string;
    readonly MemberList?: readonly ({
      readonly Member_Account: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterGroupFull": {
    readonly GroupId?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterGroupInfoChanged": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly Operator_Account?: string;
    readonly Name?: string;
    readonly Introduction?: string;
    readonly Notification?: string;
    readonly FaceUrl?: string;
    readonly UserDefinedDataList?: readonly ({
      readonly Key: string;
      readonly Value: unknown;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterGroupMsgExtension": {
    readonly GroupId?: string;
    readonly MsgSeq?: number;
    readonly OperateType?: number;
    readonly ExtensionList?: readonly ({
      readonly Key: string;
      readonly Value: string;
      readonly Seq: number;
    })[];
    readonly Seq?: number;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterMemberExit": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly ExitType?: string;
    readonly Operator_Account?: string;
    readonly ExitMemberList?: readonly ({
      readonly Member_Account: string;
    })[];
    readonly TopicId?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterMemberFieldChanged": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly Operator_Account?: string;
    readonly Member_Account?: string;
    readonly Modified_Account?: string;
    readonly Role?: string;
    readonly NameCard?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterNewMemberJoin": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly JoinType?: string;
    readonly Operator_Account?: string;
    readonly NewMemberList?: readonly ({
      readonly Member_Account: string;
    })[];
    readonly TopicId?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterReadReceipt": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly GroupMsgReceiptList?: readonly ({
      readonly MsgSeq?: number;
      readonly ReadNum?: number;
      readonly UnreadNum?: number;
      readonly ReadReceiptMembers?: readonly ({
        readonly Member_Account: string;
      })[];
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterRecallMsg": {
    readonly Operator_Account?: string;
    readonly Type?: string;
    readonly GroupId?: string;
    readonly MsgSeqList?: readonly ({
      readonly MsgSeq?: number;
      readonly MsgId?: string;
    })[];
    readonly TopicId?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterSendMsg": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly From_Account?: string;
    readonly Operator_Account?: string;
    readonly Random?: number;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody?: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly MsgId?: string;
    readonly MsgSeq?: number;
    readonly MsgTime?: number;
    readonly TopicId?: string;
    readonly GroupAtInfo?: readonly ({
      readonly GroupAtAllFlag?: number;
      readonly GroupAt_Account?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterTopicDestroyed": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly TopicIdList?: readonly (string)[] | string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackAfterTopicInfoChanged": {
    readonly GroupId?: string;
    readonly TopicId?: string;
    readonly Type?: string;
    readonly Operator_Account?: string;
    readonly Name?: string;
    readonly Introduction?: string;
    readonly Notification?: string;
    readonly FaceUrl?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackBeforeApplyJoinGroup": {
    readonly GroupId: string;
    readonly Type: string;
    readonly Requestor_Account: string;
    readonly ApplyMsg?: string;
    readonly TopicId?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackBeforeCreateGroup": {
    readonly Operator_Account: string;
    readonly Owner_Account?: string;
    readonly Type: string;
    readonly Name: string;
    readonly CreateGroupNum?: number;
    readonly CreatedGroupNum?: number | { readonly [key: string]: number };
    readonly CreatedNum?: number;
    readonly InviteOption?: string;
    readonly MemberList?: readonly ({
      readonly Member_Account: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackBeforeCreateTopic": {
    readonly Operator_Account: string;
    readonly Type: string;
    readonly Name: string;
    readonly GroupId?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackBeforeInviteJoinGroup": {
    readonly GroupId: string;
    readonly Type: string;
    readonly Operator_Account: string;
    readonly DestinationMembers: readonly ({
      readonly Member_Account: string;
    })[];
    readonly TopicId?: string;
    readonly EventTime?: number | string;
  };
  "Group.CallbackBeforeSendMsg": {
    readonly GroupId: string;
    readonly Type: string;
    readonly From_Account: string;
    readonly Operator_Account: string;
    readonly Random?: number;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly MsgId?: string;
    readonly TopicId?: string;
    readonly GroupAtInfo?: readonly ({
      readonly GroupAtAllFlag?: number;
      readonly GroupAt_Account?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackOnDailyGroupQuotaAlarm": {
    readonly QuotaUsed?: number;
    readonly Quota?: number;
    readonly EventTime?: number | string;
  };
  "Group.CallbackOnMemberStateChange": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly EventType?: string;
    readonly EventCause?: string;
    readonly MemberList?: readonly ({
      readonly Member_Account: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Group.CallbackSendMsgException": {
    readonly GroupId?: string;
    readonly Type?: string;
    readonly From_Account?: string;
    readonly Operator_Account?: string;
    readonly Random?: number;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody?: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly ErrorCode?: number;
    readonly ErrorInfo?: string;
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterChangeOwner": {
    readonly RoomId?: string;
    readonly EventTime?: number | string;
    readonly Operator_Account?: string;
    readonly CurrentOwner_Account?: string;
    readonly OriginalOwner_Account?: string;
  };
  "Live.CallbackAfterCreateBattle": {
    readonly Operator_Account?: string;
    readonly BattleId?: string;
    readonly FromRoomId?: string;
    readonly ToRoomIdList?: readonly (string)[];
    readonly Timeout?: number;
    readonly Duration?: number;
    readonly NeedResponse?: boolean;
    readonly ExtensionInfo?: string;
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterCreateRoom": {
    readonly Operator_Account?: string;
    readonly RoomInfo?: {
      readonly RoomName?: string;
      readonly RoomType?: string;
      readonly Owner_Account?: string | number;
      readonly MaxMemberCount?: number;
      readonly IsMessageDisabled?: boolean;
      readonly CustomInfo?: string;
      readonly IsSeatEnabled?: boolean;
      readonly TakeSeatMode?: string;
      readonly MaxSeatCount?: number;
      readonly CreateTime?: number;
      readonly IsPublicVisible?: boolean;
      readonly CoverURL?: string;
      readonly BackgroundURL?: string;
      readonly Category?: readonly (number)[];
      readonly ActivityStatus?: number;
      readonly ViewCount?: number;
      readonly IsUnlimitedRoomEnabled?: boolean;
      readonly RoomId: string;
    };
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterCreateRoomReachingThreshold": {
    readonly Operator_Account?: string;
    readonly EventTime?: number | string;
    readonly CurRoomCount?: number;
    readonly MaxRoomCount?: number;
  };
  "Live.CallbackAfterDelMetadata": {
    readonly Operator_Account?: string;
    readonly RoomId?: string;
    readonly Keys?: readonly (string)[];
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterDestroyRoom": {
    readonly Operator_Account?: string;
    readonly RoomId?: string;
    readonly EventType?: string;
    readonly EventTime?: number | string;
    readonly RoomInfo?: {
      readonly RoomName?: string;
      readonly RoomType?: string;
      readonly Owner_Account?: string | number;
      readonly MaxMemberCount?: number;
      readonly IsMessageDisabled?: boolean;
      readonly CustomInfo?: string;
      readonly IsSeatEnabled?: boolean;
      readonly TakeSeatMode?: string;
      readonly MaxSeatCount?: number;
      readonly CreateTime?: number;
      readonly IsPublicVisible?: boolean;
      readonly CoverURL?: string;
      readonly BackgroundURL?: string;
      readonly Category?: readonly (number)[];
      readonly ActivityStatus?: number;
      readonly ViewCount?: number;
      readonly IsUnlimitedRoomEnabled?: boolean;
    };
    readonly Statistic?: {
      readonly TotalViewers?: number;
      readonly TotalGiftsSent?: number;
      readonly TotalGiftCoins?: number;
      readonly TotalUniqueGiftSenders?: number;
      readonly TotalLikesReceived?: number;
    };
  };
  "Live.CallbackAfterEndBattle": {
    readonly BattleId?: string;
    readonly Duration?: number;
    readonly CreateTime?: number;
    readonly StartTime?: number;
    readonly EndTime?: number;
    readonly OpType?: number;
    readonly FromRoomInfo?: {
      readonly RoomId?: string;
      readonly Owner_Account?: string | number;
      readonly Score: number;
    };
    readonly ToRoomList?: readonly ({
      readonly RoomId?: string;
      readonly Owner_Account?: string | number;
      readonly Score: number;
    })[];
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterMemberStateChanged": {
    readonly RoomId?: string;
    readonly EventType?: string;
    readonly EventCause?: string;
    readonly MemberList?: readonly ({
      readonly Member_Account: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterModifyAdmin": {
    readonly RoomId?: string;
    readonly EventTime?: number | string;
    readonly Operator_Account?: string;
    readonly Admin_Account?: readonly (string)[];
    readonly opType?: string;
  };
  "Live.CallbackAfterSetMetadata": {
    readonly Operator_Account?: string;
    readonly RoomId?: string;
    readonly Metadata?: readonly ({
      readonly Key?: string;
      readonly Value?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterStartBattle": {
    readonly BattleId?: string;
    readonly Duration?: number;
    readonly CreateTime?: number;
    readonly StartTime?: number;
    readonly FromRoomInfo?: {
      readonly RoomId?: string;
      readonly Owner_Account?: string | number;
    };
    readonly ToRoomList?: readonly ({
      readonly RoomId?: string;
      readonly Owner_Account?: string | number;
    })[];
    readonly EventTime?: number | string;
  };
  "Live.CallbackAfterUpdateRoomInfo": {
    readonly Operator_Account?: string;
    readonly RoomInfo?: {
      readonly RoomName?: string;
      readonly RoomType?: string;
      readonly Owner_Account?: string | number;
      readonly MaxMemberCount?: number;
      readonly IsMessageDisabled?: boolean;
      readonly CustomInfo?: string;
      readonly IsSeatEnabled?: boolean;
      readonly TakeSeatMode?: string;
      readonly MaxSeatCount?: number;
      readonly CreateTime?: number;
      readonly IsPublicVisible?: boolean;
      readonly CoverURL?: string;
      readonly BackgroundURL?: string;
      readonly Category?: readonly (number)[];
      readonly ActivityStatus?: number;
      readonly ViewCount?: number;
      readonly IsUnlimitedRoomEnabled?: boolean;
      readonly RoomId: string;
    };
    readonly EventTime?: number | string;
  };
  "Live.CallbackBeforeSendGift": {
    readonly Operator_Account: string;
    readonly RoomId: string;
    readonly GiftWater: {
      readonly From_Account: string;
      readonly To_Account?: readonly (string)[];
      readonly Time?: number;
      readonly GiftId?: string;
      readonly Count?: number;
      readonly Coins?: number;
    };
  };
  "Mic.CallbackAfterSeatInfoChanged": {
    readonly Operator_Account?: string;
    readonly RoomId?: string;
    readonly SeatList?: readonly ({
      readonly Index?: number;
      readonly Member_Account?: string | number;
      readonly IsTakenDisabled?: boolean;
      readonly IsVideoDisabled?: boolean;
      readonly IsAudioDisabled?: boolean;
    })[];
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterAddSubscriber": {
    readonly Official_Account?: string;
    readonly Operator_Account?: string;
    readonly SubscribeAccountList?: readonly ({
      readonly Subscriber_Account: string;
    })[];
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterCreateOfficialAccount": {
    readonly Official_Account?: string;
    readonly Operator_Account?: string;
    readonly Owner_Account?: string;
    readonly Name?: string;
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterDeleteSubscriber": {
    readonly Official_Account?: string;
    readonly Operator_Account?: string;
    readonly SubscribeAccountList?: readonly ({
      readonly Subscriber_Account: string;
    })[];
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterMsgWithDraw": {
    readonly Official_Account?: string;
    readonly WithdrawMsgList?: readonly ({
      readonly MsgKey?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterOfficialAccountDestroyed": {
    readonly Official_Account?: string;
    readonly Owner_Account?: string;
    readonly Name?: string;
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterOfficialAccountFull": {
    readonly Official_Account?: string;
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterOfficialAccountInfoChanged": {
    readonly Official_Account?: string;
    readonly Operator_Account?: string;
    readonly Introduction?: string;
    readonly Name?: string;
    readonly FaceUrl?: string;
    readonly Organization?: string;
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackAfterSendMsg": {
    readonly Official_Account?: string;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody?: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly EventTime?: number | string;
    readonly MsgKey?: string;
    readonly MsgTime?: number;
  };
  "OfficialAccount.CallbackBeforeAddSubscriber": {
    readonly Official_Account: string;
    readonly Operator_Account: string;
    readonly SubscribeAccountList: readonly ({
      readonly Subscriber_Account: string;
    })[];
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackBeforeCreateOfficialAccount": {
    readonly Operator_Account: string;
    readonly Owner_Account: string;
    readonly Name: string;
    readonly EventTime?: number | string;
  };
  "OfficialAccount.CallbackBeforeSendMsg": {
    readonly Official_Account: string;
    readonly OnlineOnlyFlag?: number;
    readonly MsgBody: readonly ({
      readonly MsgType: string;
      readonly MsgContent: { readonly [key: string]: unknown };
    })[];
    readonly CloudCustomData?: string;
    readonly EventTime?: number | string;
  };
  "Profile.CallbackPortraitSet": {
    readonly Operator_Account?: string;
    readonly From_Account?: string;
    readonly EventTime?: number | string;
    readonly ProfileItem?: readonly ({
      readonly Tag?: string;
      readonly Value?: number | string;
    })[];
  };
  "Push.AllMemberPush": {
    readonly CallbackCommand?: string;
    readonly EventType?: number;
    readonly EventTime?: number | string;
    readonly To_Account?: string;
    readonly PushPlatform?: number;
    readonly PushStage?: number;
    readonly ErrCode?: number;
    readonly ErrInfo?: string;
    readonly TaskId?: string;
    readonly DataId?: string;
    readonly TaskTime?: number | string;
    readonly DeviceType?: number;
    readonly Events?: readonly ({
      readonly CallbackCommand?: string;
      readonly EventType?: number;
      readonly EventTime?: number | string;
      readonly To_Account: string;
      readonly PushPlatform?: number;
      readonly PushStage?: number;
      readonly ErrCode?: number;
      readonly ErrInfo?: string;
      readonly TaskId?: string;
      readonly DataId?: string;
      readonly TaskTime?: number | string;
      readonly DeviceType?: number;
    })[];
  };
  "Push.OfflinePush": {
    readonly CallbackCommand?: string;
    readonly EventType?: number;
    readonly EventTime?: number | string;
    readonly To_Account?: string;
    readonly PushPlatform?: number;
    readonly PushStage?: number;
    readonly ErrCode?: number;
    readonly ErrInfo?: string;
    readonly From_Account?: string;
    readonly MsgKey?: string;
    readonly GroupID?: string;
    readonly MsgSeq?: number;
    readonly MsgRandom?: number;
    readonly MsgTime?: number;
    readonly PushID?: string;
    readonly Events?: readonly ({
      readonly CallbackCommand?: string;
      readonly EventType?: number;
      readonly EventTime?: number | string;
      readonly To_Account: string;
      readonly PushPlatform?: number;
      readonly PushStage?: number;
      readonly ErrCode?: number;
      readonly ErrInfo?: string;
      readonly From_Account?: string;
      readonly MsgKey?: string;
      readonly GroupID?: string;
      readonly MsgSeq?: number;
      readonly MsgRandom?: number;
      readonly MsgTime?: number;
      readonly PushID?: string;
    })[];
  };
  "Room.CallbackAfterCreateRoom": {
    readonly Operator_Account?: string;
    readonly RoomInfo?: {
      readonly RoomId?: string;
      readonly RoomName?: string;
      readonly RoomType?: string;
      readonly Owner_Account?: string | number;
      readonly MaxMemberCount?: number;
      readonly MaxSeatCount?: number;
      readonly IsVideoDisabled?: boolean;
      readonly IsAudioDisabled?: boolean;
      readonly IsMessageDisabled?: boolean;
      readonly IsScreenSharingDisabled?: boolean;
      readonly IsCloudRecordingDisabled?: boolean;
      readonly CustomInfo?: string;
      readonly ScheduleStartTime?: number;
      readonly ScheduleEndTime?: number;
      readonly RoomStatus?: string;
      readonly IsSeatEnabled?: boolean;
      readonly TakeSeatMode?: string;
      readonly CreateTime?: number;
    };
    readonly ScheduleInviteeList_Account?: readonly (string)[];
    readonly EventTime?: number | string;
  };
  "Room.CallbackAfterDestroyRoom": {
    readonly Operator_Account?: string;
    readonly RoomId?: string;
    readonly EventTime?: number | string;
  };
  "Room.CallbackAfterMemberEnter": {
    readonly Operator_Account?: string;
    readonly RoomId?: string;
    readonly MemberCount?: number;
    readonly Type?: string;
    readonly MemberList_Account?: readonly (string)[];
    readonly EventTime?: number | string;
  };
  "Room.CallbackAfterMemberLeave": {
    readonly Operator_Account?: string;
    readonly RoomId?: string;
    readonly MemberCount?: number;
    readonly Type?: string;
    readonly MemberList_Account?: readonly (string)[];
    readonly EventTime?: number | string;
  };
  "Room.CallbackAfterUpdateRoomInfo": {
    readonly Operator_Account?: string;
    readonly RoomInfo?: {
      readonly RoomId?: string;
      readonly RoomName?: string;
      readonly RoomType?: string;
      readonly Owner_Account?: string | number;
      readonly MaxMemberCount?: number;
      readonly MaxSeatCount?: number;
      readonly IsVideoDisabled?: boolean;
      readonly IsAudioDisabled?: boolean;
      readonly IsMessageDisabled?: boolean;
      readonly IsScreenSharingDisabled?: boolean;
      readonly IsCloudRecordingDisabled?: boolean;
      readonly CustomInfo?: string;
      readonly ScheduleStartTime?: number;
      readonly ScheduleEndTime?: number;
      readonly RoomStatus?: string;
      readonly IsSeatEnabled?: boolean;
      readonly TakeSeatMode?: string;
      readonly CreateTime?: number;
    };
    readonly EventTime?: number | string;
  };
  "Sns.CallbackBlackListAdd": {
    readonly PairList?: readonly ({
      readonly From_Account?: string;
      readonly To_Account?: string;
    })[];
  };
  "Sns.CallbackBlackListDelete": {
    readonly PairList?: readonly ({
      readonly From_Account?: string;
      readonly To_Account?: string;
    })[];
  };
  "Sns.CallbackFriendAdd": {
    readonly PairList?: readonly ({
      readonly From_Account?: string;
      readonly To_Account?: string;
      readonly Initiator_Account?: string;
    })[];
    readonly ClientCmd?: string;
    readonly Admin_Account?: string;
    readonly ForceFlag?: number;
  };
  "Sns.CallbackFriendDelete": {
    readonly PairList?: readonly ({
      readonly From_Account?: string;
      readonly To_Account?: string;
    })[];
  };
  "Sns.CallbackPrevFriendAdd": {
    readonly Requester_Account: string;
    readonly From_Account: string;
    readonly FriendItem: readonly ({
      readonly To_Account: string;
      readonly Remark?: string;
      readonly GroupName?: string;
      readonly AddSource?: string;
      readonly AddWording?: string;
    })[];
    readonly AddType?: string;
    readonly ForceAddFlags?: number;
    readonly EventTime?: number | string;
  };
  "Sns.CallbackPrevFriendResponse": {
    readonly Requester_Account?: string;
    readonly From_Account: string;
    readonly ResponseFriendItem: readonly ({
      readonly To_Account: string;
      readonly Remark?: string;
      readonly TagName?: string;
      readonly ResponseAction?: string;
    })[];
    readonly EventTime?: number | string;
  };
  "State.StateChange": {
    readonly EventTime?: number | string;
    readonly Info?: {
      readonly Action?: string;
      readonly To_Account?: string;
      readonly Reason?: string;
      readonly CustomStatus?: string;
    };
    readonly KickedDevice?: readonly ({
      readonly Platform?: string;
    })[];
    readonly CustomStatus?: string;
  };
};

/** An event of one command, or of any that is known. */
export type EventOf<Name extends keyof EventPayloads = keyof EventPayloads> = {
  [K in Name]: ChatEvent<EventPayloads[K]> & { readonly type: K };
}[Name];
