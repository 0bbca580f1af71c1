import * as z from "zod/mini";
import { account } from "./payload.ts";

/** How the group family lists accounts: as objects, although its answers list them as strings. */
export const memberList = () => z.array(z.looseObject({ Member_Account: account() }));

/** The app's own fields of a group or topic, sent once the console has them switched on. */
export const customFields = () => z.array(z.looseObject({ Key: z.string(), Value: z.unknown() }));
