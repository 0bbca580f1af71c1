import { type FSWatcher, watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";

/** Milliseconds. Editors write a file in several steps; events within this time are one change. */
const SETTLED_MS = 100;
const MAX_FOLDERS = 100;
const WATCHED = /\.(ya?ml|txt|json)$/;

/**
 * Yields an empty list when the watch has started, then the files under `root` that changed, as relative paths. Watches
 * folders, not files, because a save by rename replaces the file. Changes made while the caller works come with the next
 * item.
 */
export async function* watchFiles(root: string, stop: AbortSignal): AsyncGenerator<readonly string[], void> {
  const changed = new Set<string>();
  const watchers = new Map<string, FSWatcher>();
  let wake = () => {};
  const awaken = () => wake();
  stop.addEventListener("abort", awaken);

  const watchFolders = async (isFirst: boolean) => {
    const folders = await listFolders(root);
    for (const [key, watcher] of watchers)
      if (!folders.has(key)) {
        watcher.close();
        watchers.delete(key);
      }
    for (const [key, folder] of folders) {
      if (watchers.has(key)) continue;
      const place = relative(root, folder);
      const watcher = watch(folder, (_, name) => {
        if (name === null || WATCHED.test(name)) changed.add(join(place, name ?? ""));
        wake();
      });
      watcher.on("error", () => watcher.close()); // the folder was removed
      watchers.set(key, watcher);
      if (!isFirst) changed.add(place);
    }
  };

  try {
    await watchFolders(true);
    yield [];
    while (!stop.aborted) {
      if (changed.size === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (stop.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      await watchFolders(false);
      if (changed.size === 0) continue;
      const names = [...changed].sort();
      changed.clear();
      yield names;
    }
  } finally {
    stop.removeEventListener("abort", awaken);
    for (const watcher of watchers.values()) watcher.close();
  }
}

/** By path and inode: a folder that was deleted and created again is watched again. */
async function listFolders(root: string): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, string>();
  const queue = [root];
  for (let next = queue.shift(); next !== undefined && folders.size < MAX_FOLDERS; next = queue.shift()) {
    const folder = next;
    const [entries, stats] = await Promise.all([
      readdir(folder, { withFileTypes: true }).catch(() => []),
      stat(folder).catch(() => undefined),
    ]);
    if (stats === undefined) continue;
    folders.set(`${folder}:${stats.ino}`, folder);
    const isOurs = (name: string) => name !== "node_modules" && !name.startsWith(".");
    queue.push(
      ...entries
        .filter((entry) => entry.isDirectory() && isOurs(entry.name))
        .map(({ name }) => join(folder, name)),
    );
  }
  return folders;
}
