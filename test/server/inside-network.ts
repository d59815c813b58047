/** A network of an organisation: GitHub behind https with a certificate of its own, and a proxy that leads there. */
import { createServer as createHttpServer, type IncomingMessage, request, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { generate } from "selfsigned";

/** A name that no resolver knows. */
export const HOST = "github.inside.invalid";

export interface InsideNetwork {
  /** PEM */
  certificate: string;
  /** port of GitHub on 127.0.0.1 */
  port: number;
  proxyPort: number;
  /** what the proxy was asked for, with the credentials that came with it */
  asked: { target: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** Puts https in front of a GitHub that has none. */
export async function startInsideNetwork(gitHubUrl: string, credentials: string): Promise<InsideNetwork> {
  const { cert, private: key } = await generate([{ name: "commonName", value: HOST }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: HOST },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  const gitHub = createHttpsServer({ cert, key }, (incoming, response) => {
    const { hostname, port } = new URL(gitHubUrl);
    const { method, url, headers } = incoming;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  const port = await listen(gitHub);
  const asked: InsideNetwork["asked"] = [];
  const sockets = new Set<Socket>();
  const proxy = createHttpServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", (incoming: IncomingMessage, socket: Socket) => {
    const authorization = incoming.headers["proxy-authorization"];
    asked.push({ target: incoming.url!, authorization });
    const expected = `Basic ${Buffer.from(credentials).toString("base64")}`;
    if (authorization !== expected)
      return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on("error", () => each.destroy());
    }
  });
  const proxyPort = await listen(proxy);
  return {
    ...{ certificate: cert, port, proxyPort, asked },
    async close() {
      for (const socket of sockets) socket.destroy();
      for (const server of [gitHub, proxy]) server.closeAllConnections();
      await Promise.all([gitHub, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
