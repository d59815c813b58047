import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** Finds a free port of this machine, for a process that must know its address before it has it. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
