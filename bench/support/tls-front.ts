import { readFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import path from "node:path";
import { createServer, type TLSSocket } from "node:tls";

const folder = path.join(import.meta.dirname, "../../tools/parameter-store/tls");

/** A self-signed key for localhost, used only here. */
export const certificateFile = path.join(folder, "cert.pem");

/** A TLS proxy in front of a plain server on loopback. */
export async function startTlsFront(
  port: number,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const sockets = new Set<TLSSocket>();
  const server = createServer(
    { key: readFileSync(path.join(folder, "key.pem")), cert: readFileSync(certificateFile) },
    (socket) => {
      sockets.add(socket);
      const behind = connect(port, "127.0.0.1");
      const end = () => {
        sockets.delete(socket);
        socket.destroy();
        behind.destroy();
      };
      socket.on("error", end).on("close", end);
      behind.on("error", end).on("close", end);
      socket.pipe(behind).pipe(socket);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo; // listen() above uses TCP
  return {
    url: `https://localhost:${address.port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
