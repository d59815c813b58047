import { describe, expect, it } from "vitest";
import { idleContainers } from "../../../src/workload/serving/idle-containers.js";
import { onlyIdles } from "../../../src/workload/serving/only-idles.js";
import { servingContainers } from "../../../src/workload/serving/serving-containers.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

function commandOf(container: string): string | null {
  const { workloads } = readYaml(deploymentOf({ containers: `{name: web, ${container}}` }));
  const [first] = (workloads[0] as Workload).containers;
  return first === undefined ? null : onlyIdles(first);
}

const run = (words: string[], more = "image: web") => commandOf(`command: ${JSON.stringify(words)}, ${more}`);

describe("a command that only waits", () => {
  it.each([
    [["tail", "-f", "/dev/null"]],
    [["sleep", "infinity"]],
    [["/bin/sleep", "3600"]],
    [["cat"]],
    [["/pause"]],
    [["tini", "--", "sleep", "inf"]],
    [["/bin/sh", "-c", "sleep 3600"]],
    [["bash", "-ec", "--", "while true; do sleep 30; done;"]],
    [["sh", "-c", "while :\ndo\n  sleep 5 # a while\ndone"]],
    [["sh", "-c", 'trap "exit 0" TERM; echo "started; nginx" > /tmp/started; sleep infinity & wait']],
    [["sh", "-c", "while sleep 10; do echo $(date) $HOSTNAME >> /var/log/beat 2>&1; done"]],
    [["sh", "-c", "exec tail -F /var/log/app.log"]],
  ])("is known: %j", (words) => {
    expect(run(words)).toBe(words.join(" ").trim());
  });

  it.each([
    [["web"]],
    [["sleep"]],
    [["cat", "/etc/hosts"]],
    [["sh", "-c", "sleep 10 && web"]],
    [["sh", "-c", "nginx & sleep infinity"]],
    [["sh", "-c", "nginx; tail -f /var/log/nginx/access.log"]],
    [["sh", "-c", "echo hello | nc -l 8080; sleep 1"]],
    [["sh", "-c", "echo $(web --port=80); sleep 1"]],
    [["sh", "-c", "while true; do $START; sleep 5; done"]],
    [["sh", "-c", "eval 'web'; sleep 5"]],
    [["sh", "-c", "(web) ; sleep 5"]],
    [["sh", "-c", "`web`; sleep 5"]],
    [["sh", "-c", "echo done"]],
    [["sh", "/start.sh", "-c", "sleep 5"]],
    [["env", "A=b", "web"]],
    [["sh", "-c", `sleep 5; ${":; ".repeat(200)}`]],
  ])("is not: %j", (words) => {
    expect(run(words)).toBeNull();
  });

  it("counts as arguments alone where the image has no entrypoint of its own", () => {
    expect(commandOf('image: "busybox:1.37", args: [sleep, "3600"]')).toBe("sleep 3600");
    expect(commandOf('image: web, args: [sleep, "3600"]')).toBeNull();
    expect(commandOf('image: web, command: [], args: [sleep, "3600"]')).toBeNull();
    expect(commandOf('image: web, command: [sh, -c], args: ["sleep 3600"]')).toBe("sh -c sleep 3600");
  });

  it("is the image's own in Kubernetes' pause", () => {
    expect(commandOf('image: "registry.k8s.io/pause:3.10"')).toBe("pause");
    expect(commandOf("image: registry.example.com/web")).toBeNull();
  });

  it("says nothing where a probe or a hook says that something answers", () => {
    const wait = ["sleep", "infinity"];
    expect(run(wait, "image: web, livenessProbe: {tcpSocket: {port: 80}}")).toBeNull();
    expect(run(wait, "image: web, lifecycle: {postStart: {exec: {command: [web]}}}")).toBeNull();
    expect(run(wait, "image: web, lifecycle: {preStop: {sleep: {seconds: 5}}}")).toBe("sleep infinity");
  });
});

describe("a pod with a container that only waits", () => {
  const IDLE = "{name: shell, image: web, command: [sleep, infinity]";
  function asked(containers: string, services: string) {
    const { workloads, neighbours } = readYaml(`${deploymentOf({ containers })}\n---\n${services}`);
    const workload = workloads[0] as Workload;
    return {
      serving: servingContainers(workload, neighbours).containers.map(({ name }) => name),
      idle: idleContainers(workload, neighbours).map((one) => one.asked),
    };
  }

  it("serves nothing, and a Service asks it in vain", () => {
    expect(asked(`${IDLE}}`, serviceOf("{port: 80}"))).toEqual({
      serving: [],
      idle: ["Service “web” routes to port 80"],
    });
  });

  it("serves nothing behind a port that it declares, by name or number", () => {
    const declaring = `${IDLE}, ports: [{containerPort: 3000, name: http}]}`;
    for (const port of ["{port: 80, targetPort: http}", "{port: 3000}"]) {
      expect(asked(declaring, serviceOf(port))).toEqual({
        serving: [],
        idle: ["Service “web” routes to port 3000"],
      });
    }
    expect(asked(declaring, serviceOf("{port: 80, protocol: UDP}")).idle).toEqual([
      "“shell” declares port 3000",
    ]);
  });

  it("is not asked by UDP, nor where another container listens", () => {
    expect(asked(`${IDLE}}`, serviceOf("{port: 53, protocol: UDP}")).idle).toEqual([]);
    expect(asked(`${IDLE}}, {name: web, image: web}`, serviceOf("{port: 80}"))).toEqual({
      serving: ["web"],
      idle: [],
    });
    const both = `${IDLE}, ports: [{containerPort: 80}]}, {name: web, image: web, ports: [{containerPort: 80}]}`;
    expect(asked(both, serviceOf("{port: 80}"))).toEqual({ serving: ["web"], idle: [] });
  });
});
