import * as z from "zod/mini";
import { createBareAccount, readExpectedObject } from "./payload.ts";

/** A live room; which of its keys come differs by command. */
export const roomInfo = () =>
  z.looseObject({
    RoomName: z.optional(z.string()),
    RoomType: z.optional(z.string()),
    Owner_Account: z.optional(createBareAccount()),
    MaxMemberCount: z.optional(z.number()),
    IsMessageDisabled: z.optional(z.boolean()),
    CustomInfo: z.optional(z.string()),
    IsSeatEnabled: z.optional(z.boolean()),
    TakeSeatMode: z.optional(z.string()),
    MaxSeatCount: z.optional(z.number()),
    CreateTime: z.optional(z.number()),
    IsPublicVisible: z.optional(z.boolean()),
    CoverURL: z.optional(z.string()),
    BackgroundURL: z.optional(z.string()),
    Category: z.optional(z.array(z.number())),
    ActivityStatus: z.optional(z.number()),
    ViewCount: z.optional(z.number()),
    IsUnlimitedRoomEnabled: z.optional(z.boolean()),
  });

/** A room of the conference product. */
export const meetingInfo = () =>
  z.looseObject({
    RoomId: z.optional(z.string()),
    RoomName: z.optional(z.string()),
    RoomType: z.optional(z.string()),
    Owner_Account: z.optional(createBareAccount()),
    MaxMemberCount: z.optional(z.number()),
    MaxSeatCount: z.optional(z.number()),
    IsVideoDisabled: z.optional(z.boolean()),
    IsAudioDisabled: z.optional(z.boolean()),
    IsMessageDisabled: z.optional(z.boolean()),
    IsScreenSharingDisabled: z.optional(z.boolean()),
    IsCloudRecordingDisabled: z.optional(z.boolean()),
    CustomInfo: z.optional(z.string()),
    ScheduleStartTime: z.optional(z.number()),
    ScheduleEndTime: z.optional(z.number()),
    RoomStatus: z.optional(z.string()),
    IsSeatEnabled: z.optional(z.boolean()),
    TakeSeatMode: z.optional(z.string()),
    CreateTime: z.optional(z.number()),
  });

type Room = {
  readonly RoomInfo?:
    | {
        readonly RoomName?: string | undefined;
        readonly RoomType?: string | undefined;
        readonly Owner_Account?: string | number | undefined;
      }
    | undefined;
};

/** A room is a group of chat, of type `Live` or `Meeting`. */
export const roomFacets = {
  operator: "Operator_Account",
  owner: ({ RoomInfo }: Room) => RoomInfo?.Owner_Account?.toString(),
  groupType: ({ RoomInfo }: Room) => RoomInfo?.RoomType,
  name: ({ RoomInfo }: Room) => RoomInfo?.RoomName,
  eventTime: "EventTime",
} as const;

/** One side of a battle between live rooms. */
export const createBattleRoom = () =>
  readExpectedObject({ RoomId: z.string(), Owner_Account: createBareAccount() });
