/**
 * Well-known images whose server opens its port first and answers 503 there until the app behind it has started, which may
 * take minutes: what asks whether the port is open learns nothing of that. Servers that other programs run are known-servers.ts.
 */
import type { Container } from "../workload.js";
import { repositoryOf } from "./image.js";

export interface EarlyServer {
  name: string;
  /** a path that is answered with 503 until the app serves, and needs no account */
  path: string;
  /** a sentence on where it is answered otherwise */
  unless: string;
}

interface Row extends EarlyServer {
  images: RegExp;
  /** ports of its own that open only once it serves */
  honest?: readonly number[];
}

const BASE_PATH =
  "With `server.rewriteBasePath` the path begins with `server.basePath`, and with TLS it needs `scheme: HTTPS`.";

/** By the end of the repository, as mirrors have them under other registries. */
const ROWS: readonly Row[] = [
  {
    // elastic/kibana, http_service.ts: a server of its own answers 503 to all until plugins and migrations are done.
    // elastic/cloud-on-k8s, pkg/controller/kibana/pod.go: asks /login, which there is only with security on, its default.
    name: "Kibana",
    images: /(?:^|\/)kibana(?:-oss|-ubi8?|-wolfi)?$/,
    path: "/login",
    unless: `Without Elasticsearch's security there is no such path, and “/” is asked in its place. ${BASE_PATH}`,
  },
  {
    // opensearch-project/OpenSearch-Dashboards, src/core/server/http/http_service.ts: runNotReadyServer
    name: "OpenSearch Dashboards",
    images: /(?:^|\/)opensearch-dashboards$/,
    path: "/",
    unless: BASE_PATH,
  },
  {
    // documentation.wazuh.com: its dashboard is OpenSearch Dashboards with plugins, and has TLS on in its own image
    name: "Wazuh's dashboard",
    images: /(?:^|\/)wazuh-dashboard$/,
    path: "/",
    unless: BASE_PATH,
  },
  {
    // TryGhost/Ghost, core/boot.js, step 2 and 5: the server starts in maintenance mode, before the database; app.js: 503
    name: "Ghost",
    images: /(?:^|\/)ghost$/,
    path: "/",
    unless: "Where the site's address has a folder, the path is that one.",
  },
  {
    // metabase/metabase, core/core.clj, start-normally: the web server before init!; its health is 503 until that has ended
    name: "Metabase",
    images: /(?:^|\/)metabase(?:-enterprise)?$/,
    path: "/api/health",
    unless: "With TLS of its own (MB_JETTY_SSL) it needs `scheme: HTTPS`.",
  },
  {
    // jenkinsci/jenkins, hudson.util.HudsonIsLoading: 503 to all until it has loaded; jenkinsci/helm-charts, values.yaml: /login
    name: "Jenkins",
    images: /(?:^|\/)jenkins$/,
    path: "/login",
    unless: "With a `--prefix` the path begins with that.",
    honest: [50000],
  },
];

/** Returns the server that a container runs by its image and the image's own start, and that opens a port too early; else null. */
export function earlyServer({ image, value }: Container, port: number): EarlyServer | null {
  if (value.command != null) return null;
  const repository = repositoryOf(image ?? "").toLowerCase();
  const row = ROWS.find(({ images }) => images.test(repository));
  return row === undefined || row.honest?.includes(port) ? null : row;
}
