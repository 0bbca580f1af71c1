import type { Files } from "./engine.ts";

export type Explained = { readonly name: string; readonly signature: string; readonly about: string };
export type KeyText = { readonly name: string; readonly about: string };

/** Data in the page, written by scripts/build-playground.ts. */
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

/** A folder's files, inserted by `chatgate playground` and `npm run dev`. */
export type ServedFolder = {
  readonly folder: string;
  readonly files: Files;
  /** The server writes what is saved. */
  readonly canSave?: boolean;
  /** The newest first; undefined: this server receives no callbacks. */
  readonly callbacks?: readonly ReceivedCallback[];
};

/** A callback that the gate received, and the code of its answer. */
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
