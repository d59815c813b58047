import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hasSleep } from "../../../src/workload/servers/has-sleep.js";
import { serverOf } from "../../../src/workload/servers/known-servers.js";
import type { Container } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

function containerOf(entries: string): Container {
  const [workload] = readYaml(deploymentOf({ containers: `{name: web, ${entries}}` })).workloads;
  return workload?.containers[0] as Container;
}

const EARLY = "opens early";
const CUTS = /cuts what it serves when it is told to stop, so/;
const FINISHES = /finishes what it has begun when it is told to stop/;
const IGNORES = /has no handler for SIGTERM, and the first process/;

/** What each row says: its name, a container that shows it, whether its port opens early, and what it does at the end. */
const ROWS: [string, string, "honest" | typeof EARLY, RegExp][] = [
  ["npm", "command: [npm, start]", "honest", /^npm ends at once/],
  ["gunicorn", "command: [gunicorn, a]", EARLY, FINISHES],
  ["uWSGI", "command: [uwsgi, a.ini]", EARLY, /takes SIGTERM for a reload and never ends/],
  ["hypercorn", "command: [hypercorn, a]", "honest", /gives what it has begun 3 s/],
  ["daphne", "command: [daphne, a]", "honest", CUTS],
  ["uvicorn", "command: [uvicorn, a]", "honest", FINISHES],
  ["granian", "command: [granian, a]", "honest", FINISHES],
  ["waitress", "command: [waitress-serve, a]", "honest", IGNORES],
  ["Flask's own server", "command: [flask, run, --reload]", "honest", CUTS],
  ["Flask's own server", "command: [flask, run]", "honest", IGNORES],
  ["Django's own server", "command: [python, manage.py, runserver, --noreload]", "honest", IGNORES],
  ["Django's own server", "command: [python, manage.py, runserver]", "honest", CUTS],
  ["Python's http.server", "command: [python, -m, http.server]", "honest", IGNORES],
  ["Puma", "command: [puma]", "honest", FINISHES],
  [
    "Unicorn",
    "command: [unicorn]",
    EARLY,
    /^Unicorn cuts what it serves at SIGTERM and finishes it at SIGQUIT/,
  ],
  ["PHP-FPM", "command: [php-fpm]", "honest", /^PHP-FPM cuts what it serves .* at SIGQUIT too/],
  ["nginx", "command: [nginx]", "honest", /^nginx cuts .* finishes it at SIGQUIT/],
  ["httpd", "image: httpd", "honest", /^httpd cuts .* finishes it at SIGWINCH/],
  ["HAProxy", "command: [haproxy]", "honest", /^HAProxy cuts .* finishes it at SIGUSR1/],
  ["Caddy", "command: [caddy, run]", "honest", FINISHES],
  ["Tomcat", "command: [catalina.sh, run]", EARLY, /^Tomcat cuts what it serves about 2 s after/],
  ["Spring Boot", "env: [{name: SPRING_MAIN_BANNER, value: x}]", EARLY, /before 3\.4 only with/],
  ["Quarkus", "env: [{name: QUARKUS_PROFILE, value: x}]", "honest", /unless quarkus\.shutdown\.timeout/],
  ["Micronaut", "env: [{name: MICRONAUT_ENVIRONMENTS, value: x}]", EARLY, /unless micronaut\.lifecycle/],
];

describe("the table of known servers", () => {
  it.each(ROWS)("says of %s by %s what it does", (name, entries, opens, atStop) => {
    const server = serverOf(containerOf(entries), {});
    const told = server?.opensEarly === null ? "honest" : EARLY;
    expect([server?.name, told]).toEqual([name, opens]);
    expect(server?.atStop).toMatch(atStop);
  });

  it("has a line here and a source for each row", () => {
    const code = readFileSync("src/workload/servers/known-servers.ts", "utf8");
    const rows = [...code.matchAll(/^ {2}\{\n((?: {4}\/\/.*\n)*) {4}name: "(.+)",$/gm)];
    expect(rows.map(([, , name]) => name)).toEqual(ROWS.map(([name]) => name));
    const unsourced = rows.filter(
      ([, comment]) => !/measured with [\w ]*\d|https:\/\//.test(comment as string),
    );
    expect(unsourced.map(([, , name]) => name)).toEqual([]);
  });
});

describe("a server that is known by its signs", () => {
  it.each([
    ["image: shop, command: [gunicorn, shop.wsgi]", "gunicorn", "opens early"],
    ["image: shop, command: [/venv/bin/gunicorn, --preload, shop.wsgi]", "gunicorn", "honest"],
    ['image: shop, command: [sh, -c, "exec gunicorn shop.wsgi"]', "gunicorn", "opens early"],
    ["image: shop, command: [python, -m, gunicorn, shop.wsgi]", "gunicorn", "opens early"],
    ["image: shop, args: [uvicorn, main:app, --workers, '2']", "uvicorn", "honest"],
    ["image: shop, args: [gunicorn, -k, uvicorn.workers.UvicornWorker, main:app]", "gunicorn", "opens early"],
    ["image: shop, command: [npm, run, start]", "npm", "honest"],
    ["image: shop, command: [npm, ci]", undefined, undefined],
    ["image: shop, command: [flask, run]", "Flask's own server", "honest"],
    ["image: shop, command: [flask, db, upgrade]", undefined, undefined],
    ["image: shop, command: [python, manage.py, runserver]", "Django's own server", "honest"],
    ["image: shop, command: [uwsgi, --ini, app.ini]", "uWSGI", "opens early"],
    ["image: 'nginx:1.27'", "nginx", "honest"],
    ["image: 'acme/nginx:1.27'", undefined, undefined],
    ["image: 'php:8.3-fpm-alpine'", "PHP-FPM", "honest"],
    ["image: 'php:8.3-apache'", undefined, undefined],
    ["image: 'docker.io/library/tomcat:10'", "Tomcat", "opens early"],
    [
      "image: shop, livenessProbe: {httpGet: {path: /actuator/health/liveness, port: 1}}",
      "Spring Boot",
      "opens early",
    ],
    ["image: shop, env: [{name: SPRING_PROFILES_ACTIVE, value: prod}]", "Spring Boot", "opens early"],
    ["image: shop, livenessProbe: {httpGet: {path: /q/health/live, port: 1}}", "Quarkus", "honest"],
    ["image: shop, env: [{name: MICRONAUT_ENVIRONMENTS, value: k8s}]", "Micronaut", "opens early"],
    ["image: shop, args: [--log=gunicorn.log]", undefined, undefined],
    ["image: shop", undefined, undefined],
  ])("%s", (entries, name, opens) => {
    const server = serverOf(containerOf(entries), {});
    const told = server === null ? undefined : server.opensEarly === null ? "honest" : "opens early";
    expect([server?.name, told]).toEqual([name, opens]);
  });
});

describe("what a server does when its pod is stopped", () => {
  const atStop = (entries: string, podSpec = {}) =>
    serverOf(containerOf(`image: shop, ${entries}`), podSpec)?.atStop;
  const IGNORED = /^Flask's own server has no handler for SIGTERM, and the first process/;
  const PERHAPS = /^Flask's own server has no handler for SIGTERM. Where it is the first process/;
  const CUT = /^Flask's own server cuts what it serves/;

  it.each([
    ["as the first process", "command: [flask, run]", IGNORED],
    ["by exec of a shell", "command: [sh, -c, 'cd /app; exec flask run']", IGNORED],
    ["by a program that it replaces", "command: [gosu, app, env, A=b, flask, run]", IGNORED],
    ["by a shell", "command: [sh, -c, flask run]", PERHAPS],
    ["by a script of the image", "command: [/start.sh, flask, run]", PERHAPS],
    ["by a script that a shell reads", "command: [sh, start.sh, flask, run]", PERHAPS],
    ["by the image's own entrypoint", "args: [flask, run]", PERHAPS],
    ["by an exec that another command reads", "command: [sh, -c, 'exec flask run 2>&1 | tee log']", PERHAPS],
    ["behind tini", "command: [/sbin/tini, -g, --, flask, run]", CUT],
    ["behind dumb-init and a shell", "command: [dumb-init, sh, -c, flask run]", CUT],
    ["behind catatonit, by exec", "command: [sh, -c, exec catatonit -- flask run]", CUT],
    ["that starts it anew, by a flag", "command: [flask, run, --debug]", CUT],
    [
      "that starts it anew, by a variable",
      "command: [flask, run], env: [{name: FLASK_DEBUG, value: '1'}]",
      CUT,
    ],
    ["with debugging off", "command: [flask, run], env: [{name: FLASK_DEBUG, value: '0'}]", IGNORED],
    [
      "with debugging and without a restart",
      "command: [flask, run, --no-reload], env: [{name: FLASK_DEBUG, value: '1'}]",
      IGNORED,
    ],
  ])("without a handler, %s", (_, entries, told) => {
    expect(atStop(entries)).toMatch(told);
  });

  it.each([{ shareProcessNamespace: true }, { hostPID: true }])(
    "without a handler, in a pod of %j",
    (pod) => {
      expect(atStop("command: [flask, run]", pod)).toMatch(CUT);
      expect(atStop("args: [flask, run]", pod)).toMatch(CUT);
    },
  );

  it.each([
    ["by itself", "command: [gunicorn, a]", false],
    ["behind an init", "command: [tini, --, gunicorn, a]", false],
    ["by exec", "command: [sh, -c, 'migrate && exec gunicorn a']", false],
    ["by the image's own entrypoint", "args: [gunicorn, a]", false],
    ["by a shell", "command: [bash, -c, 'migrate && gunicorn a']", true],
    ["by a shell behind an init", "command: [tini, --, sh, -c, gunicorn a]", true],
    ["beside another", "command: [sh, -c, 'gunicorn a & exec nginx']", true],
  ])("with a handler, %s", (_, entries, mayMiss) => {
    const told = atStop(entries);
    expect(told).toMatch(/^gunicorn finishes what it has begun/);
    expect(told?.includes("may keep the signal from it")).toBe(mayMiss);
  });

  it.each(["/init", "supervisord", "s6-svscan"])("is not told where %s stops it", (program) => {
    expect(atStop(`command: [${program}, gunicorn, a]`)).toBeNull();
  });
});

describe("a program to sleep by", () => {
  it.each([
    ["image: 'nginx:1.27'", true],
    ["image: 'docker.io/library/redis:7@sha256:0'", true],
    ["image: 'nginx:1.27-distroless'", false],
    ["image: 'acme/nginx:1.27'", false],
    ["image: shop, command: [sh, -c, run]", true],
    ["image: shop, command: [/bin/bash, -c, run]", true],
    ["image: shop, command: [run, sh]", false],
    ["image: shop, livenessProbe: {exec: {command: [/bin/sh, -c, test -e /up]}}", true],
    ["image: shop, lifecycle: {postStart: {exec: {command: [sleep, '1']}}}", true],
    ["image: shop, livenessProbe: {exec: {command: [/up]}}", false],
  ])("is known of %s: %s", (entries, expected) => {
    expect(hasSleep(containerOf(entries))).toBe(expected);
  });
});
