import { hash } from "node:crypto";
import type { Sha256 } from "../policy/compile.ts";

/** Node's own, for all that runs there. */
export const sha256: Sha256 = (text) => hash("sha256", text, "buffer");
