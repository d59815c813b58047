/** Which settings say that a container serves over TLS: row by row. */
import { describe, expect, it } from "vitest";
import { tlsSetting } from "../../../src/workload/serving/serves-tls.js";
import { runningContainers, type Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

function settingOf(entries: string): string | null {
  const { workloads } = readYaml(deploymentOf({ containers: `{name: web, image: a, ${entries}}` }));
  const [container] = runningContainers(workloads[0] as Workload);
  return container === undefined ? null : tlsSetting(container);
}

const env = (name: string, value: string) => `env: [{name: ${name}, value: '${value}'}]`;

describe("a container that serves over TLS", () => {
  it.each([
    ["a certificate's file", "args: [--cert=/etc/web/server.crt]", "--cert"],
    ["a certificate's key", "command: [web, --key-cert, /etc/web/web.key]", "--key-cert"],
    ["a certificate by the name of a Secret's entry", "args: [--identity=/run/id/tls.crt]", "--identity"],
    ["a certificate in a shell's script", "command: [sh, -c, 'web --tls-cert=/a/b.pem']", "--tls-cert"],
    ["a variable with a file", env("GRPC_TLS_CERT_FILE", "/etc/web/a.pem"), "GRPC_TLS_CERT_FILE"],
    ["a variable with a folder", env("WEB_CERT_DIR", "/certificates"), "WEB_CERT_DIR"],
    ["a store of keys", env("SERVER_SSL_KEYSTORE", "keys.p12"), "SERVER_SSL_KEYSTORE"],
    ["a switch without a value", "args: [--port=1, --tls]", "--tls"],
    ["a switch before another flag", "args: [--enable-tls, --port=1]", "--enable-tls"],
    ["a switch that is on", env("TLS_ENABLED", "true"), "TLS_ENABLED"],
  ])("is known by %s", (_, entries, setting) => {
    expect(settingOf(entries)).toBe(setting);
  });

  it.each([
    ["nothing", "args: [--port=1]"],
    ["what it trusts", "args: [--ca-cert=/etc/ca.crt, --tls-ca-file=/etc/a.pem, --root-cert=/r.pem]"],
    ["what OpenSSL trusts", env("SSL_CERT_FILE", "/etc/ssl/cert.pem")],
    ["what it shows a store", "args: [--etcd-certfile=/etc/e.crt, --db-ssl-cert=/etc/d.pem]"],
    ["what it shows as a client", "args: [--tls-client-cert=/etc/tls.crt]"],
    ["what it shows a collector", env("OTEL_EXPORTER_OTLP_CERTIFICATE", "/etc/o.pem")],
    ["another key", env("JWT_KEY_FILE", "/etc/jwt.pem")],
    ["a switch that is off", "args: [--tls=false]"],
    ["a switch that is off by a variable", env("TLS_ENABLED", "0")],
    ["the least version", "args: [--tls-min-version=VersionTLS12]"],
    ["an address", env("CERT_SERVICE", "http://certificates/")],
  ])("is not known by %s", (_, entries) => {
    expect(settingOf(entries)).toBeNull();
  });
});
