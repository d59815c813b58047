/**
 * What servers do while they start and when they are told to stop. Above each row stands where it is from: the pages of its
 * documentation, and "measured with" a version where it was tried. It was started with a slow initialisation made the usual way
 * then, asked every 50 ms, and sent SIGTERM as the first process of a PID namespace, as that of a container is, with a request
 * of 3 s under way and a new connection behind it (those in Python on 2026-11-30, with Python 3.11).
 */

import { asString, get, type JsonObject } from "../../manifest/json-value.js";
import { settingsOf } from "../serving/settings-of.js";
import { type Container, PROBE_TYPES } from "../workload.js";
import { partsOfImage, repositoryOf } from "./image.js";
import { hasPair, programWords } from "./program-words.js";
import { type StopSignal, stopSignalOf } from "./stop-signal.js";

export interface KnownServer {
  name: string;
  /** a sentence on why its open port does not tell that it serves; null where it opens only once it does */
  opensEarly: string | null;
  /** a sentence on what a preStop hook does not mend, or is for; null where another program decides that */
  atStop: string | null;
}

interface Row extends Omit<KnownServer, "atStop"> {
  /** where the server gets the signal; "ignores" where it has no handler for it */
  atStop: string | "ignores";
  runs(container: Container, words: readonly string[]): boolean;
}

const FINISHES = (name: string) =>
  `${name} finishes what it has begun when it is told to stop, and takes no new connection from then on: the hook is for those.`;
const CUTS = (name: string) =>
  `${name} cuts what it serves when it is told to stop, so a request that takes longer than the hook is lost all the same.`;
/** docs.python.org, signal: a process gets no handler of SIGTERM by itself; man 2 kill: the first one ignores it then. */
const IGNORES = (name: string, { isFirst }: StopSignal) => {
  if (isFirst === false) return CUTS(name);
  const end =
    "each pod takes the whole of terminationGracePeriodSeconds to end, and is killed then. An init such as tini";
  return isFirst === true
    ? `${name} has no handler for SIGTERM, and the first process of a container that has none ignores it: ${end}, or a handler, mends that.`
    : `${name} has no handler for SIGTERM. Where it is the first process of its container, or a shell without exec is, that ignores the signal: ${end} mends that.`;
};
/** docs.docker.com, shell form of ENTRYPOINT: some shells become the last command of a line, others stay before it. */
const IN_SHELL =
  " A shell starts it here, and may keep the signal from it: exec before its command hands it over.";

const is =
  (...names: string[]) =>
  (_: Container, words: readonly string[]) =>
    words.some((word) => names.includes(word));
const imageIs =
  (...names: string[]) =>
  ({ image, commandLine }: Container) =>
    commandLine.length === 0 && names.includes(repositoryOf(image ?? ""));

/** The first that fits counts. */
const ROWS: readonly Row[] = [
  {
    // measured with npm 11.19, which is the parent of what it starts: https://docs.npmjs.com/cli/commands/npm-run
    name: "npm",
    runs: (_, words) => hasPair(words, /^npm$/, /^(?:start|run|run-script)$/),
    opensEarly: null,
    atStop:
      "npm ends at once when it is told to stop, and the request that its app serves is cut although the app would finish it: start node itself in its place.",
  },
  {
    // measured with 27.0; https://docs.gunicorn.org/en/stable/signals.html and settings.html, preload_app
    name: "gunicorn",
    runs: is("gunicorn"),
    opensEarly:
      "gunicorn opens its port before it has loaded the app, unless it is given --preload, so an open port does not tell that the app serves; a path that the app answers does.",
    atStop: FINISHES("gunicorn"),
  },
  {
    // measured with 2.0.30; https://uwsgi-docs.readthedocs.io/en/latest/Management.html, signals
    name: "uWSGI",
    runs: is("uwsgi"),
    opensEarly:
      "uWSGI opens its port before it has loaded the app, so an open port does not tell that the app serves; a path that the app answers does.",
    atStop:
      "uWSGI with a master process takes SIGTERM for a reload and never ends; with die-on-term it ends, and cuts what it serves.",
  },
  {
    // measured with 0.18; https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html, graceful_timeout: 3 s by default
    name: "hypercorn",
    runs: is("hypercorn"),
    opensEarly: null,
    atStop:
      "hypercorn gives what it has begun 3 s when it is told to stop, unless graceful_timeout says more.",
  },
  {
    // measured with 4.2
    name: "daphne",
    runs: is("daphne"),
    opensEarly: null,
    atStop: CUTS("daphne"),
  },
  {
    // measured with 0.54; https://uvicorn.dev/settings/, timeouts
    name: "uvicorn",
    runs: is("uvicorn"),
    opensEarly: null,
    atStop: FINISHES("uvicorn"),
  },
  {
    // measured with 2.8
    name: "granian",
    runs: is("granian"),
    opensEarly: null,
    atStop: FINISHES("granian"),
  },
  {
    // measured with 3.0
    name: "waitress",
    runs: is("waitress-serve"),
    opensEarly: null,
    atStop: "ignores",
  },
  {
    // measured with 3.1 and --reload: whatever starts it anew ends at once
    name: "Flask's own server",
    runs: (container, words) => isFlask(words) && flaskReloads(container, words),
    opensEarly: null,
    atStop: CUTS("Flask's own server"),
  },
  {
    // measured with 3.1
    name: "Flask's own server",
    runs: (_, words) => isFlask(words),
    opensEarly: null,
    atStop: "ignores",
  },
  {
    // measured with 5.2 and --noreload
    name: "Django's own server",
    runs: (_, words) => isDjango(words) && words.includes("--noreload"),
    opensEarly: null,
    atStop: "ignores",
  },
  {
    // measured with 5.2: whatever starts it anew ends at once
    name: "Django's own server",
    runs: (_, words) => isDjango(words),
    opensEarly: null,
    atStop: CUTS("Django's own server"),
  },
  {
    // measured with Python 3.11
    name: "Python's http.server",
    runs: is("http.server"),
    opensEarly: null,
    atStop: "ignores",
  },
  {
    // https://github.com/puma/puma/blob/master/docs/signals.md
    name: "Puma",
    runs: is("puma"),
    opensEarly: null,
    atStop: FINISHES("Puma"),
  },
  {
    // https://yhbt.net/unicorn/SIGNALS.html and Unicorn/Configurator.html, preload_app: false by default
    name: "Unicorn",
    runs: is("unicorn", "unicorn_rails"),
    opensEarly:
      "Unicorn opens its port before it has loaded the app, so an open port does not tell that the app serves; a path that the app answers does.",
    atStop:
      "Unicorn cuts what it serves at SIGTERM and finishes it at SIGQUIT, which STOPSIGNAL of the image can ask for.",
  },
  {
    // https://www.php.net/manual/en/install.fpm.configuration.php, process_control_timeout: 0 by default
    name: "PHP-FPM",
    runs: (container, words) => is("php-fpm")(container, words) || isFpm(container),
    opensEarly: null,
    atStop:
      "PHP-FPM cuts what it serves when it is told to stop, at SIGQUIT too, while process_control_timeout is 0, its default.",
  },
  {
    // https://nginx.org/en/docs/control.html; its official image has STOPSIGNAL SIGQUIT
    name: "nginx",
    runs: (container, words) => is("nginx")(container, words) || imageIs("nginx")(container),
    opensEarly: null,
    atStop:
      "nginx cuts what it serves at SIGTERM and finishes it at SIGQUIT, which STOPSIGNAL of its official image asks for.",
  },
  {
    // https://httpd.apache.org/docs/2.4/stopping.html; its official image has STOPSIGNAL SIGWINCH
    name: "httpd",
    runs: imageIs("httpd"),
    opensEarly: null,
    atStop:
      "httpd cuts what it serves at SIGTERM and finishes it at SIGWINCH, which STOPSIGNAL of its official image asks for.",
  },
  {
    // https://docs.haproxy.org/2.6/management.html, Stopping and restarting HAProxy; its official image has STOPSIGNAL SIGUSR1
    name: "HAProxy",
    runs: (container, words) => is("haproxy")(container, words) || imageIs("haproxy")(container),
    opensEarly: null,
    atStop:
      "HAProxy cuts what it serves at SIGTERM and finishes it at SIGUSR1, which STOPSIGNAL of its official image asks for.",
  },
  {
    // measured with 2.11; https://caddyserver.com/docs/command-line, signals
    name: "Caddy",
    runs: (container, words) => is("caddy")(container, words) || imageIs("caddy")(container),
    opensEarly: null,
    atStop: FINISHES("Caddy"),
  },
  {
    // https://tomcat.apache.org/tomcat-10.1-doc/config/context.html, unloadDelay: 2 s by default, and http.html, bindOnInit
    name: "Tomcat",
    runs: (container, words) => is("catalina.sh")(container, words) || imageIs("tomcat")(container),
    opensEarly:
      "Tomcat opens its port before its web apps have started, so an open port does not tell that they serve; a path of the app does.",
    atStop: "Tomcat cuts what it serves about 2 s after it is told to stop.",
  },
  {
    // measured with 3.5 and 4.1; https://docs.spring.io/spring-boot/reference/web/graceful-shutdown.html, by default since 3.4
    name: "Spring Boot",
    runs: (container) =>
      asks(container, "/actuator/health") || hasSetting(container, /^(?:spring|management)[._](?!$)/),
    opensEarly:
      "Spring Boot opens its port before its start-up tasks have ended, so an open port does not tell that the app serves; with Actuator “/actuator/health/readiness” does.",
    atStop:
      "Spring Boot finishes what it has begun when it is told to stop (before 3.4 only with server.shutdown=graceful), and takes no new connection from then on: the hook is for those.",
  },
  {
    // measured with 3.33; https://quarkus.io/guides/lifecycle, graceful shutdown
    name: "Quarkus",
    runs: (container) => asks(container, "/q/health") || hasSetting(container, /^quarkus[._]/),
    opensEarly: null,
    atStop:
      "Quarkus cuts what it serves when it is told to stop, unless quarkus.shutdown.timeout gives it time.",
  },
  {
    // measured with 4.10; https://docs.micronaut.io/latest/guide/, Graceful Shutdown and The Health Endpoint
    name: "Micronaut",
    runs: (container) => hasSetting(container, /^micronaut[._]/),
    opensEarly:
      "Micronaut opens its port before its listeners of the start have ended, so an open port does not tell that the app serves; “/health/readiness” of its management endpoints does.",
    atStop:
      "Micronaut cuts what it serves when it is told to stop, unless micronaut.lifecycle.graceful-shutdown.enabled is true.",
  },
];

/** Returns what is known of the server that a container of a pod runs; null where none of them is known by its signs. */
export function serverOf(container: Container, podSpec: JsonObject): KnownServer | null {
  const words = programWords(container);
  const row = ROWS.find(({ runs }) => runs(container, words));
  if (row === undefined) return null;
  const { name, opensEarly, atStop } = row;
  // gunicorn's own flag, of which its sentence says what it is for.
  return {
    name,
    opensEarly: words.includes("--preload") ? null : opensEarly,
    atStop: atStopWords(name, atStop, stopSignalOf(container, podSpec)),
  };
}

function atStopWords(name: string, atStop: string, signal: StopSignal): string | null {
  if (signal.isSupervised) return null;
  if (atStop === "ignores") return IGNORES(name, signal);
  return signal.isBehindShell ? atStop + IN_SHELL : atStop;
}

function asks({ probes }: Container, root: string): boolean {
  return PROBE_TYPES.some(
    (type) => asString(get(probes[type], "httpGet", "path"))?.startsWith(root) === true,
  );
}

function hasSetting(container: Container, key: RegExp): boolean {
  return settingsOf(container).some((setting) => key.test(setting.key));
}

function isFlask(words: readonly string[]): boolean {
  return hasPair(words, /^flask$/, /^run$/);
}

function isDjango(words: readonly string[]): boolean {
  return hasPair(words, /^manage\.py$/, /^runserver$/);
}

/** By its flags; else by the variable that turns debugging on (flask/helpers.py: get_debug_flag). */
function flaskReloads(container: Container, words: readonly string[]): boolean {
  if (words.includes("--no-reload")) return false;
  if (words.includes("--reload") || words.includes("--debug")) return true;
  return settingsOf(container).some(
    ({ name, value }) => name === "FLASK_DEBUG" && !/^(?:|0|false|no)$/i.test(value),
  );
}

/** Tags of the official image of PHP that start PHP-FPM. */
function isFpm({ image, commandLine }: Container): boolean {
  return (
    commandLine.length === 0 &&
    repositoryOf(image ?? "") === "php" &&
    /\bfpm\b/.test(partsOfImage(image ?? "").tag ?? "")
  );
}
