import { expect, it } from "vitest";
import { createLogger } from "../../src/server/logger.js";
import { proxySecrets } from "../../src/server/proxy-secrets.js";

it("keeps a proxy's password out of the log in every form that it takes", () => {
  const lines: string[] = [];
  const url = "http://user:p%40ss-word@proxy.example.com:3128";
  const secrets = proxySecrets({ http: null, https: url, direct: null });
  const log = createLogger({
    ...{ logLevel: "info", logFormat: "json", secrets, write: (line) => lines.push(line) },
  });
  const basic = Buffer.from("user:p@ss-word").toString("base64");
  for (const text of [url, "user:p@ss-word", "p%40ss-word", "p@ss-word", `Basic ${basic}`])
    log.info({}, text);
  expect(lines.join("")).not.toMatch(/ss-word|p%40|dXNlcj/);
});

it("blots out nothing where the proxy has no password, or hardly one", () => {
  expect(proxySecrets({ http: "http://proxy:3128", https: null, direct: null })).toEqual([]);
  expect(proxySecrets({ http: "http://a:b@proxy", https: null, direct: null })).not.toContain("b");
  expect(proxySecrets({ http: "http://a:%@proxy", https: null, direct: null })).toContain("http://a:%@proxy");
});
