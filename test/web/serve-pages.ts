/** The pages of the App with nothing of the App behind them, and all that a browser tells them. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bundleRolloutPage } from "../../scripts/rollout-page/bundle-rollout-page.js";
import { createPages } from "../../src/web/create-pages.js";
import { createRouter } from "../../src/web/router.js";

export interface ServedPages {
  origin: string;
  /** each request as it came: its method and target, and every header */
  requests: { target: string; headers: string }[];
  close(): Promise<void>;
}

export async function servePages(): Promise<ServedPages> {
  const router = createRouter(createPages(await bundleRolloutPage()));
  const requests: ServedPages["requests"] = [];
  const server = createServer(({ method, url = "", rawHeaders, headers }, response) => {
    requests.push({ target: `${method} ${url}`, headers: rawHeaders.join("\n") });
    const answer = router({ method, path: url.split("?", 1)[0]!, headers });
    response.writeHead(answer?.status ?? 404, answer?.headers).end(answer?.body ?? undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ origin: `http://127.0.0.1:${port}`, requests },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
