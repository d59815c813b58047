/** Serves the counters on a port of their own, which nobody outside needs to reach. */
import { createServer, type Server } from "node:http";
import type { Metrics, QueueState } from "./metrics.js";

/** Makes the server; it does not listen yet. The counters are told where the store does not tell its state, too. */
export function createMetricsServer(metrics: Metrics, stateOf: () => Promise<QueueState>): Server {
  return createServer((request, response) => {
    request.resume();
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    void stateOf()
      .catch(() => null)
      .then((state) => {
        response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(metrics.text(state));
      });
  });
}
