import * as z from "zod";
import { bareAccount } from "./payload.ts";

/** A live room; which of its keys come differs by command. */
export const roomInfo = () =>
  z.looseObject({
    RoomName: z.string().optional(),
    RoomType: z.string().optional(),
    Owner_Account: bareAccount().optional(),
    MaxMemberCount: z.number().optional(),
    IsMessageDisabled: z.boolean().optional(),
    CustomInfo: z.string().optional(),
    IsSeatEnabled: z.boolean().optional(),
    TakeSeatMode: z.string().optional(),
    MaxSeatCount: z.number().optional(),
    CreateTime: z.number().optional(),
    IsPublicVisible: z.boolean().optional(),
    CoverURL: z.string().optional(),
    BackgroundURL: z.string().optional(),
    Category: z.array(z.number()).optional(),
    ActivityStatus: z.number().optional(),
    ViewCount: z.number().optional(),
    IsUnlimitedRoomEnabled: z.boolean().optional(),
  });

type Room = {
  readonly RoomInfo: {
    readonly RoomName?: string | undefined;
    readonly RoomType?: string | undefined;
    readonly Owner_Account?: string | number | undefined;
  };
};

/** A live room is a group of chat, of type `Live`. */
export const roomFacets = {
  operator: "Operator_Account",
  owner: ({ RoomInfo }: Room) => RoomInfo.Owner_Account?.toString(),
  groupType: ({ RoomInfo }: Room) => RoomInfo.RoomType,
  name: ({ RoomInfo }: Room) => RoomInfo.RoomName,
  eventTime: "EventTime",
} as const;

/** One side of a battle between live rooms. */
export const battleRoom = () => z.looseObject({ RoomId: z.string(), Owner_Account: bareAccount() });
