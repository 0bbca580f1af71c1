import * as z from "zod/mini";
import { globsSchema } from "./event-settings.ts";

/** The member `upstream` of a stage's settings: a backend that Chat's callbacks are passed on to. */
export const upstreamSchema = () =>
  z.optional(
    z.strictObject({
      url: z.string().check(z.minLength(1), z.maxLength(500)),
      on: globsSchema(),
      /** For its answer; never more than the deadline leaves. */
      timeoutMs: z._default(z.int().check(z.minimum(50), z.maximum(1900)), 800),
      /** Of a before-command that our decision allows and the backend does not answer. */
      onFailure: z._default(z.enum(["allow", "deny"]), "allow"),
      /** Takes `http:` and hosts that are not on the public internet. */
      allowPrivateAddress: z._default(z.boolean(), false),
    }),
  );

export type UpstreamSettings = NonNullable<z.output<ReturnType<typeof upstreamSchema>>>;
