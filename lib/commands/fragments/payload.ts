import * as z from "zod";

/** A user ID: opaque, case matters, at most 32 bytes (1047/34381). */
export const account = () => z.string();

/** Milliseconds since the epoch; the pages' samples disagree whether it is a number or a string. */
export const eventTime = () => z.union([z.number(), z.string()]);

/** An open vocabulary: new group types appear before the documentation does. */
export const groupType = () => z.string();

/**
 * Documented as always there, yet not to be relied upon: absent, it counts as drift and reads as empty.
 */
export const expected = <T extends z.ZodType>(schema: T) => schema.optional().meta({ expected: true });
