import { describe, expect, it } from "vitest";
import { dialsServer } from "../../../src/workload/servers/dials-server.js";

const dials = (image: string, env: Record<string, string> = {}) =>
  dialsServer({
    name: "web",
    image,
    commandLine: [],
    value: { env: Object.entries(env).map(([name, value]) => ({ name, value })) },
  } as never);

describe("a worker that dials its server", () => {
  it.each([
    ["ghcr.io/haveagitgat/tdarr_node:2.50.01", {}],
    ["acme/render-node:1", { serverIP: "10.0.0.7" }],
    ["acme/render_agent", { SERVER_URL: "http://render" }],
    ["acme/press-worker", { PRESS_SERVER: "press:9000" }],
    ["acme/build-runner", { COORDINATOR_HOST: "builds" }],
  ])("is %s with %o", (image, env) => expect(dials(image, env)).toBe(true));

  it.each([
    ["haveagitgat/tdarr:2.50.01", { serverIP: "10.0.0.7" }],
    ["acme/press-worker", {}],
    ["acme/press-worker", { SERVER_HOST: "0.0.0.0" }],
    ["acme/press-worker", { AUTH_SERVER_URL: "http://sign-in" }],
    ["acme/press-worker", { SERVER_PORT: "8080" }],
    ["acme/shop", { SERVER_URL: "http://orders" }],
  ])("is not %s with %o", (image, env) => expect(dials(image, env)).toBe(false));
});
