import type { Container } from "../workload.js";
import { imageName } from "./image.js";

/**
 * Where well-known images listen unless they are told otherwise, by the last part of their names: what their Dockerfiles
 * `EXPOSE` and the configuration in them says. Variants that listen elsewhere (PHP-FPM's) or nowhere by themselves have no row.
 */
const DEFAULT_PORTS: ReadonlyMap<string, readonly number[]> = new Map([
  // docker-library's images of servers of pages: nginx, httpd, caddy, tomcat, adminer, ghost, and distribution's registry
  ["nginx", [80]],
  ["nginx-unprivileged", [8080]],
  ["httpd", [80]],
  ["caddy", [80]],
  ["tomcat", [8080]],
  ["adminer", [8080]],
  ["ghost", [2368]],
  ["registry", [5000]],
  // and of stores: IANA's numbers of redis, memcached, postgresql, mysql, mongodb, amqp
  ["redis", [6379]],
  ["valkey", [6379]],
  ["memcached", [11211]],
  ["postgres", [5432]],
  ["mysql", [3306]],
  ["mariadb", [3306]],
  ["mongo", [27017]],
  ["rabbitmq", [5672]],
  ["elasticsearch", [9200]],
  // their own Dockerfiles and documentation: prometheus.io, grafana.com, traefik/whoami, hashicorp/http-echo
  ["prometheus", [9090]],
  ["alertmanager", [9093]],
  ["grafana", [3000]],
  ["whoami", [80]],
  ["http-echo", [5678]],
]);

/** Whether a container's image is one that listens on a port by itself. */
export function isDefaultPort(port: number, container: Container): boolean {
  return DEFAULT_PORTS.get(imageName(container))?.includes(port) ?? false;
}
