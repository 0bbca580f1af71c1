import * as z from "zod/mini";
import { account, convertSeconds, expected, seconds } from "./payload.ts";

/** What every kind of push event has. */
const pushEvent = () => ({
  CallbackCommand: expected(z.string()),
  EventType: expected(z.number()),
  EventTime: expected(seconds()),
  To_Account: account(),
  PushPlatform: expected(z.number()),
  PushStage: expected(z.number()),
  ErrCode: expected(z.number()),
  ErrInfo: z.optional(z.string()),
});

/** A batch of 1 to 100 events under `Events`, as documented; one SDK knows a lone event instead, unwrapped. */
export function pushEvents<Own extends z.core.$ZodShape>(own: Own) {
  const event = z.looseObject({ ...pushEvent(), ...own });
  const complete = z.refine<{ readonly Events?: unknown }>(
    (body) => body.Events !== undefined || event.safeParse(body).success,
    { path: ["Events"] },
  );
  return z
    .looseObject({ ...z.partial(event).shape, Events: z.optional(z.array(event).check(z.minLength(1))) })
    .check(complete);
}

type Pushed = {
  readonly From_Account?: string | undefined;
  readonly To_Account?: string | undefined;
  readonly GroupID?: string | undefined;
  readonly EventTime?: number | string | undefined;
};
type Push = Pushed & { readonly Events?: readonly Pushed[] | undefined };

/** The batch's first event, or the lone one. */
export const findFirstEvent = (push: Push): Pushed => push.Events?.[0] ?? push;

/** The facets of every push: the first event's receiver and time, and all receivers. */
export const pushFacets = {
  receiver: (push: Push) => findFirstEvent(push).To_Account,
  eventTime: (push: Push) => convertSeconds(findFirstEvent(push).EventTime),
} as const;
export const pushTargets = { list: "Events", facets: { target: "To_Account" } } as const;
