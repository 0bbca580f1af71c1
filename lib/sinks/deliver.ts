import type { ChatEvent } from "../records/event.ts";
import type { Undelivered } from "../records/undelivered.ts";
import { type Delivery, type Destination, refuseDelivery } from "./destinations/destination.ts";

export type DeliveryTimes = {
  /** Milliseconds on the clock `now`; nothing is awaited after it. */
  readonly deadline: number;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly attempts: 1 | 2;
};

/** With less time left, no attempt is started. */
const SHORTEST_ATTEMPT_MS = 20;
/** Between two attempts, at most. */
const LONGEST_PAUSE_MS = 50;

/**
 * Sends the event to all destinations in parallel and returns those that did not confirm it: a destination whose
 * answer is lost may have the event, and gets it again under the same id. Never throws.
 */
export async function deliverEvent(
  event: ChatEvent,
  text: string,
  destinations: readonly Destination[],
  times: DeliveryTimes,
): Promise<readonly Undelivered[]> {
  const deliveries = await Promise.all(
    destinations.map(async (destination) => ({
      destination,
      delivery: await deliverTo(destination, event, text, times),
    })),
  );
  return deliveries.flatMap(({ destination, delivery }) =>
    delivery.kind === "taken"
      ? []
      : [{ to: destination.name, id: event.id, command: event.type, reason: delivery.reason, text }],
  );
}

async function deliverTo(
  destination: Destination,
  event: ChatEvent,
  text: string,
  { deadline, now, random, attempts }: DeliveryTimes,
): Promise<Delivery> {
  let delivery: Delivery = refuseDelivery("no-time", true);
  for (let left = attempts; left > 0; left--) {
    const start = now();
    // The first of two attempts leaves half of the time for the second.
    const end = left === 1 ? deadline : start + (deadline - start) / 2;
    if (end - start < SHORTEST_ATTEMPT_MS) return delivery;
    delivery = await attemptDelivery(destination, event, text, end, now);
    if (delivery.kind === "taken" || !delivery.again || left === 1) return delivery;
    const pause = random() * LONGEST_PAUSE_MS;
    if (now() + pause + SHORTEST_ATTEMPT_MS > deadline) return delivery;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return delivery;
}

/** Ends by `end`, even if the destination does not answer. */
async function attemptDelivery(
  destination: Destination,
  event: ChatEvent,
  text: string,
  end: number,
  now: () => number,
): Promise<Delivery> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Delivery>((resolve) => {
    timer = setTimeout(() => resolve(refuseDelivery("ETIMEDOUT", true)), end - now());
  });
  try {
    return await Promise.race([destination.send(event, text, end), late]);
  } catch {
    return refuseDelivery("fault", false); // the error's message may quote the event
  } finally {
    clearTimeout(timer);
  }
}
