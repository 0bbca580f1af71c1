import type { Files } from "./engine.ts";

export type Explained = { readonly name: string; readonly signature: string; readonly about: string };
export type KeyText = { readonly name: string; readonly about: string };

/** What the build puts into the page beside its code: scripts/build-playground.ts writes it. */
export type Library = {
  readonly starter: Files;
  readonly recipes: readonly Recipe[];
  /** Of policies, in the order of the documentation. */
  readonly functions: readonly Explained[];
  readonly keys: Readonly<Record<"settings" | "document" | "rule" | "test", readonly KeyText[]>>;
};

/** A policy of the cookbook with all it needs: its tests, its lists and the settings. */
export type Recipe = {
  readonly name: string;
  readonly about: string;
  readonly files: Files;
};

/** What `chatgate playground` and `npm run dev` put in: a folder's files. */
export type ServedFolder = {
  readonly folder: string;
  readonly files: Files;
  /** The server writes what is saved. */
  readonly canSave?: boolean;
  /** The newest first; undefined: none are received there. */
  readonly callbacks?: readonly ReceivedCallback[];
};

/** A callback as it came to the gate, and the code that it was answered with. */
export type ReceivedCallback = {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly command: string;
  readonly platform: string;
  readonly clientIp: string;
  readonly body: string;
  readonly code: number;
};
