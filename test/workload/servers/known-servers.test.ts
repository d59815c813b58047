import { describe, expect, it } from "vitest";
import { hasSleep } from "../../../src/workload/servers/has-sleep.js";
import { serverOf } from "../../../src/workload/servers/known-servers.js";
import type { Container } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

function containerOf(entries: string): Container {
  const [workload] = readYaml(deploymentOf({ containers: `{name: web, ${entries}}` })).workloads;
  return workload?.containers[0] as Container;
}

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
