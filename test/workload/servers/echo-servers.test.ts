import { describe, expect, it } from "vitest";
import { echoServer } from "../../../src/workload/servers/echo-servers.js";
import type { Container } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const echo = (image: string, more = "") =>
  echoServer(
    readYaml(deploymentOf({ containers: `{name: a, image: "${image}"${more}}` })).workloads[0]
      ?.containers[0] as Container,
  );

describe("a server that answers as soon as its process runs", () => {
  it.each([
    ["hashicorp/http-echo:1.0.0", "hashicorp/http-echo"],
    ["docker.io/traefik/whoami", "traefik/whoami"],
    ["docker.io/istio/tcp-echo-server:1.3", "istio/tcp-echo-server"],
    ["kong/go-echo:0.3.0", undefined],
    ["kicbase/echo-server:1.0", undefined],
    ["gcr.io/kubernetes-e2e-test-images/echoserver:2.2", undefined],
    ["mirror.example.com/ealen/echo-server:0.9", "mirror.example.com/ealen/echo-server"],
    ["ghcr.io/mendhak/http-https-echo:31", "ghcr.io/mendhak/http-https-echo"],
    ["us-docker.pkg.dev/google-samples/containers/gke/hello-app:1.0", undefined],
    ["gcr.io/google-samples/hello-app:2.0", undefined],
    ["registry.k8s.io/echoserver:1.10", undefined],
    ["gcr.io/google_containers/echoserver:1.4", undefined],
  ])("is %s", (image, repository = image.replace(/:[^:]*$/, "")) => expect(echo(image)).toBe(repository));

  it("is agnhost by its subcommand", () => {
    const agnhost = "registry.k8s.io/e2e-test-images/agnhost:2.40";
    expect(echo(agnhost, ", args: [netexec, --http-port=80]")).not.toBeNull();
    expect(echo(agnhost, ", command: [/agnhost, netexec]")).not.toBeNull();
    expect(echo(agnhost, ", args: [pause]")).toBeNull();
  });

  it.each(["acme/http-echo-pro:1", "acme/whoami", "acme/echoserver:1", "nginx:1.27", ""])(
    "is not “%s”",
    (image) => expect(echo(image)).toBeNull(),
  );

  it("is none whose own start the manifest replaces", () => {
    expect(echo("traefik/whoami", ", command: [sh, -c, 'sleep 60; /whoami']")).toBeNull();
    expect(echo("traefik/whoami", ", args: [--port=80]")).not.toBeNull();
  });
});
