/** Whether an image has a `sleep` program, as far as a manifest tells: without one a hook that calls it fails at once. */
import { asArray, get } from "../../manifest/json-value.js";
import { type Container, PROBE_TYPES } from "../workload.js";
import { repositoryOf } from "./image.js";

/**
 * Official images of servers that are built upon Debian, Alpine, Ubuntu or Oracle Linux in all of their tags for Linux
 * (github.com/docker-library: their Dockerfiles), each of which has coreutils or BusyBox.
 */
const WITH_COREUTILS: ReadonlySet<string> = new Set([
  ...["nginx", "httpd", "haproxy", "caddy", "tomcat", "php", "wordpress", "nextcloud", "drupal", "joomla"],
  ...[
    "node",
    "python",
    "ruby",
    "redis",
    "postgres",
    "mysql",
    "mariadb",
    "memcached",
    "rabbitmq",
    "mongo",
    "ghost",
  ],
]);

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash|busybox)$/;
const SLEEP = /^(?:\/(?:usr\/)?bin\/)?sleep$/;

/** What has a shell of Linux's usual bases has their small programs, too. */
export function hasSleep(container: Container): boolean {
  const { value, probes, image } = container;
  const commands = [
    value.command,
    get(value, "lifecycle", "postStart", "exec", "command"),
    ...PROBE_TYPES.map((type) => get(probes[type], "exec", "command")),
  ];
  const programs = commands.map((command) => asArray(command)[0]).filter((word) => typeof word === "string");
  if (programs.some((word) => SHELL.test(word) || SLEEP.test(word))) return true;
  const isBare = /:[^/]*(?:distroless|scratch|static|windows|nanoserver)/.test(image ?? "");
  return WITH_COREUTILS.has(repositoryOf(image ?? "")) && !isBare;
}

const SYSTEMS = ["kubernetes.io/os", "beta.kubernetes.io/os"];

/** Whether a pod says that it runs on Windows: by its `os`, or by the nodes that it asks for. */
export function isOfWindows(podSpec: Record<string, unknown>): boolean {
  return (
    get(podSpec, "os", "name") === "windows" ||
    SYSTEMS.some((label) => get(podSpec, "nodeSelector", label) === "windows")
  );
}
