import { type Destination, refuseDelivery, TAKEN } from "./destination.ts";

/** A line an event. `append` adds to the file, and is made by whoever may touch files. */
export function createFileDestination(
  path: string,
  append: (path: string, text: string) => Promise<void>,
): Destination {
  return {
    name: `file:${path}`,
    send: async (_event, text) =>
      append(path, `${text}\n`).then(
        () => TAKEN,
        () => refuseDelivery("not-written", false),
      ),
  };
}
