/** Servers of samples and tests that answer as soon as their process runs: they read no data, and call nobody first. */
import type { Container } from "../workload.js";
import { repositoryOf } from "./image.js";

/**
 * By the end of the repository, as mirrors have them under other registries. Each starts to listen right after it has read its
 * flags, by its own source: hashicorp/http-echo (main.go), traefik/whoami (app.go), jmalloc/echo-server (cmd/echo-server),
 * minikube's kicbase/echo-server, which answers as that does, GoogleCloudPlatform/kubernetes-engine-samples hello-app (main.go),
 * Ealenn/Echo-Server and mendhak/docker-http-https-echo (index.js), istio's tcp-echo-server (samples/tcp-echo/src/main.go), Kong's
 * go-echo and cjimti's before it (main.go), and kubernetes' echoserver, which is nginx with a few lines of Lua.
 */
const ECHO =
  /(?:^|\/)(?:hashicorp\/http-echo|(?:traefik|containous)\/whoami|(?:jmalloc|kicbase)\/echo-server|istio\/tcp-echo-server|(?:kong|cjimti)\/go-echo|google-samples\/(?:containers\/gke\/)?hello-app|ealen\/echo-server|mendhak\/http-https-echo|(?:registry\.k8s\.io|k8s\.gcr\.io|google[_-]containers|(?:kubernetes-)?e2e-test-images)\/echoserver(?:-(?:amd64|arm64))?)$/;

/** kubernetes' test/images/agnhost: its subcommand `netexec` is a server of HTTP that echoes. */
const AGNHOST = /(?:^|\/)agnhost$/;

/** Returns the repository of a container that is such a server by its image, run by its own start; null for all others. */
export function echoServer({ image, value, commandLine }: Container): string | null {
  const repository = repositoryOf(image ?? "");
  if (AGNHOST.test(repository)) return commandLine.includes("netexec") ? repository : null;
  return value.command == null && ECHO.test(repository) ? repository : null;
}
