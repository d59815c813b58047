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
    const server = serverOf(containerOf(entries));
    const told = server === null ? undefined : server.opensEarly === null ? "honest" : "opens early";
    expect([server?.name, told]).toEqual([name, opens]);
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
