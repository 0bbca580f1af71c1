import { type FileChange, readPlaygroundFiles, savePlaygroundFiles } from "../../cli/playground-files.ts";
import { createPlaygroundRoutes, type PlaygroundSource } from "../../cli/playground-routes.ts";
import { servePlayground } from "../../cli/playground-server.ts";
import { buildPage } from "./build-page.ts";

type Options = Pick<PlaygroundSource, "listCallbacks"> & { readonly canSave?: boolean };

/** A folder's playground, as the command line serves it, while `use` runs. */
export async function serveFolder(
  folder: string,
  use: (url: string, routes: ReturnType<typeof createPlaygroundRoutes>) => Promise<void>,
  { listCallbacks, canSave = false }: Options = {},
): Promise<void> {
  const stop = new AbortController();
  const page = await buildPage();
  const readFiles = async () => (await readPlaygroundFiles(folder)) ?? {};
  const save = (changes: readonly FileChange[]) => savePlaygroundFiles(folder, changes);
  const source = {
    ...{ page, folder, directory: folder, readFiles },
    ...(canSave && { save }),
    ...(listCallbacks && { listCallbacks }),
  };
  const routes = createPlaygroundRoutes(source);
  const server = await servePlayground(source, 0, stop.signal, routes);
  try {
    await use(server.url, routes);
  } finally {
    stop.abort();
    await server.closed;
  }
}
