/** Server-sent events: the page hears that it should look again, and nothing else. */
import type { FastifyReply, FastifyRequest } from "fastify";

export interface EventStreams {
  /** Keeps the request open and tells it of every change. */
  open(request: FastifyRequest, reply: FastifyReply): void;
  /** Ends all, so that the server can close. */
  close(): void;
}

// A proxy in between may cut a connection on which nothing moves.
const HEARTBEAT_MS = 20_000;

export function eventStreams(subscribe: (onChange: () => void) => () => void): EventStreams {
  const streams = new Set<() => void>();

  return {
    open(request, reply) {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      raw.write("retry: 1000\n\n");
      const unsubscribe = subscribe(() => raw.write("event: change\ndata:\n\n"));
      const heartbeat = setInterval(() => raw.write(":\n\n"), HEARTBEAT_MS);
      const end = (): void => {
        if (!streams.delete(end)) return;
        clearInterval(heartbeat);
        unsubscribe();
        raw.end();
      };
      streams.add(end);
      request.raw.once("close", end);
    },
    close() {
      for (const end of [...streams]) end();
    },
  };
}
