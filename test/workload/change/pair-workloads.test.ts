import { describe, expect, it } from "vitest";
import {
  immutableChange,
  objectChanged,
  pairWorkloads,
  rollsPods,
} from "../../../src/workload/change/pair-workloads.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const at = (path: string, name: string, namespace = ""): Workload => {
  const [workload] = readYaml(
    deploymentOf().replace("{name: web}", `{name: ${name}, namespace: ${namespace || "null"}}`),
  ).workloads;
  return { ...(workload as Workload), path, id: `${path}#apps/Deployment/${namespace}/${name}` };
};

/** The same in a folder of its own, by which its neighbours are known. */
const inFolder = (scope: string, name: string, namespace: string | null): Workload => ({
  ...at(`${scope}/web.yaml`, name, namespace ?? ""),
  ...{ scope, name, namespace },
});

/** "before -> after" of each pair, by path and name. */
const pairs = (before: Workload[], after: Workload[], renames: [string, string][] = []) =>
  pairWorkloads(before, after, new Map(renames)).map((pair) =>
    `${pair.before?.id ?? "-"} -> ${pair.after?.id ?? "-"}`.replaceAll("#apps/Deployment/", " "),
  );

describe("a file that moves while a namespace is written into it", () => {
  const moved: [string, string][] = [["tooling/web.yaml", "vault/web.yaml"]];

  it.each([
    ["has its workload on both sides", "tooling", moved, ["vault/web.yaml /x -> tooling/web.yaml tooling/x"]],
    [
      "where nobody knows that it moved, has not",
      "tooling",
      [],
      ["- -> tooling/web.yaml tooling/x", "vault/web.yaml /x -> -"],
    ],
  ] as const)("%s", (_, namespace, renames, expected) =>
    expect(
      pairs([inFolder("vault", "x", null)], [inFolder("tooling", "x", namespace)], [...renames]),
    ).toEqual(expected),
  );
});

describe("which workload of the base is which of the head", () => {
  it.each([
    ["the same file and name", [at("a", "x")], [at("a", "x")], [], ["a /x -> a /x"]],
    ["added", [], [at("a", "x")], [], ["- -> a /x"]],
    ["removed", [at("a", "x")], [], [], ["a /x -> -"]],
    ["another name is another object", [at("a", "x")], [at("a", "y")], [], ["- -> a /y", "a /x -> -"]],
    [
      "another namespace is another object",
      [at("a", "x")],
      [at("a", "x", "n")],
      [],
      ["- -> a n/x", "a /x -> -"],
    ],
    ["a renamed file", [at("a", "x")], [at("b", "x")], [["b", "a"]], ["a /x -> b /x"]],
    [
      "moved to another file",
      [at("a", "x"), at("a", "y")],
      [at("a", "y"), at("b", "x")],
      [],
      ["a /y -> a /y", "a /x -> b /x"],
    ],
    [
      "in the same file first, whatever stands elsewhere",
      [at("a", "x"), at("b", "x")],
      [at("a", "x"), at("b", "x")],
      [],
      ["a /x -> a /x", "b /x -> b /x"],
    ],
    [
      "moved, where two files could have gained it",
      [at("a", "x")],
      [at("b", "x"), at("c", "x")],
      [],
      ["- -> b /x", "- -> c /x", "a /x -> -"],
    ],
    [
      "moved, where two files lost it",
      [at("a", "x"), at("b", "x")],
      [at("c", "x")],
      [],
      ["- -> c /x", "a /x -> -", "b /x -> -"],
    ],
    [
      "copied, which leaves the first where it was",
      [at("a", "x")],
      [at("a", "x"), at("b", "x")],
      [],
      ["a /x -> a /x", "- -> b /x"],
    ],
  ] as [string, Workload[], Workload[], [string, string][], string[]][])(
    "%s",
    (_, before, after, renames, expected) => {
      expect(pairs(before, after, renames)).toEqual(expected);
    },
  );

  it("tells two of one name in one file apart by their order", () => {
    const ids = (text: string) => readYaml(text).workloads.map(({ id }) => id);
    expect(ids(`${deploymentOf()}---\n${deploymentOf()}---\n${deploymentOf()}`)).toEqual([
      "k8s/web.yaml#apps/Deployment//web",
      "k8s/web.yaml#apps/Deployment//web~2",
      "k8s/web.yaml#apps/Deployment//web~3",
    ]);
  });

  it("names objects by today's group, and nameless ones by their place", () => {
    const ids = (text: string) => readYaml(text).workloads.map(({ id }) => id);
    expect(ids(deploymentOf({ apiVersion: "extensions/v1beta1" }))).toEqual([
      "k8s/web.yaml#apps/Deployment//web",
    ]);
    expect(
      ids(`kind: Service\n---\n${deploymentOf().replace("{name: web}", "{generateName: web-}")}`),
    ).toEqual(["k8s/web.yaml#2"]);
  });
});

/** What becomes of one workload when the text changes. */
function change(before: string, after: string): { changed: boolean; rolls: boolean } {
  const [left, right] = [before, after].map((text) => readYaml(text).workloads[0] as Workload);
  const pair = { before: left as Workload, after: right as Workload };
  return { changed: objectChanged(pair), rolls: rollsPods(pair) };
}

const NOTHING = { changed: false, rolls: false };
const OBJECT = { changed: true, rolls: false };
const PODS = { changed: true, rolls: true };
const PROBED = (probe: string) =>
  deploymentOf({ containers: `{name: web, image: "web:1", livenessProbe: {${probe}}}` });
const container = (entries: string) =>
  deploymentOf({ containers: `{name: web, image: "web:1", ${entries}}` });
const pod = (entries: string) => deploymentOf({ pod: entries });
const spec = (entries: string) => deploymentOf({ spec: entries });

describe("what a change of a Deployment rolls", () => {
  // ROLLOUTS 3.1: the comparison is of defaulted objects, so a default that is written out is no change.
  it.each([
    ["replicas", spec("paused: null"), spec("replicas: 1")],
    ["the strategy's type", spec("replicas: 1"), spec("replicas: 1\n  strategy: {type: RollingUpdate}")],
    ["an empty strategy", spec("replicas: 1"), spec("replicas: 1\n  strategy: {}")],
    ["maxSurge", spec("replicas: 1"), spec("replicas: 1\n  strategy: {rollingUpdate: {maxSurge: 25%}}")],
    [
      "maxUnavailable",
      spec("replicas: 1"),
      spec('replicas: 1\n  strategy: {rollingUpdate: {maxUnavailable: "25%"}}'),
    ],
    ["a null limit", spec("replicas: 1"), spec("replicas: 1\n  strategy: {rollingUpdate: {maxSurge: null}}")],
    ["revisionHistoryLimit", spec("replicas: 1"), spec("replicas: 1\n  revisionHistoryLimit: 10")],
    ["progressDeadlineSeconds", spec("replicas: 1"), spec("replicas: 1\n  progressDeadlineSeconds: 600")],
    ["minReadySeconds", spec("replicas: 1"), spec("replicas: 1\n  minReadySeconds: 0")],
    ["paused", spec("replicas: 1"), spec("replicas: 1\n  paused: false")],
    ["the pod's restart policy", pod(""), pod("restartPolicy: Always")],
    ["its grace", pod(""), pod("terminationGracePeriodSeconds: 30")],
    ["its DNS policy", pod(""), pod("dnsPolicy: ClusterFirst")],
    ["its scheduler", pod(""), pod("schedulerName: default-scheduler")],
    ["its security context", pod(""), pod("securityContext: {}")],
    ["its namespaces", pod(""), pod("hostNetwork: false, hostPID: false, hostIPC: false")],
    ["its service links", pod(""), pod("enableServiceLinks: true")],
    [
      "its old name for the service account",
      pod("serviceAccountName: a"),
      pod("serviceAccountName: a, serviceAccount: a"),
    ],
    ["no volumes", pod(""), pod("volumes: [], nodeSelector: {}, tolerations: [], initContainers: null")],
    [
      "a volume's mode",
      pod("volumes: [{name: a, configMap: {name: b}}]"),
      pod("volumes: [{name: a, configMap: {name: b, defaultMode: 0644}}]"),
    ],
    ["a container's pull policy", container("env: []"), container("imagePullPolicy: IfNotPresent")],
    [
      "its pull policy of latest",
      deploymentOf(),
      deploymentOf({
        containers: "{name: web, image: web, imagePullPolicy: Always, ports: [{containerPort: 8000}]}",
      }),
    ],
    [
      "its termination log",
      container(""),
      container("terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File"),
    ],
    ["its terminal", container(""), container("stdin: false, tty: false, stdinOnce: false")],
    ["its resources", container(""), container("resources: {}")],
    ["no arguments", container(""), container("args: [], command: null, env: [], workingDir: ''")],
    [
      "a port's protocol",
      container("ports: [{containerPort: 80}]"),
      container("ports: [{containerPort: 80, protocol: TCP, hostPort: 0}]"),
    ],
    ["a variable's value", container("env: [{name: A}]"), container("env: [{name: A, value: ''}]")],
    [
      "a mount's mode",
      container("volumeMounts: [{name: a, mountPath: /a}]"),
      container("volumeMounts: [{name: a, mountPath: /a, readOnly: false, subPath: ''}]"),
    ],
    [
      "a quantity in another unit",
      container("resources: {limits: {cpu: 0.5, memory: 1Gi}}"),
      container("resources: {limits: {cpu: 500m, memory: 1024Mi}}"),
    ],
    [
      "a probe's delay",
      PROBED("tcpSocket: {port: 80}"),
      PROBED("tcpSocket: {port: 80}, initialDelaySeconds: 0"),
    ],
    [
      "a probe's timeout",
      PROBED("tcpSocket: {port: 80}"),
      PROBED("tcpSocket: {port: 80}, timeoutSeconds: 1"),
    ],
    ["a probe's period", PROBED("tcpSocket: {port: 80}"), PROBED("tcpSocket: {port: 80}, periodSeconds: 10")],
    [
      "a probe's successes",
      PROBED("tcpSocket: {port: 80}"),
      PROBED("tcpSocket: {port: 80}, successThreshold: 1"),
    ],
    [
      "a probe's failures",
      PROBED("tcpSocket: {port: 80}"),
      PROBED("tcpSocket: {port: 80}, failureThreshold: 3"),
    ],
    [
      "a probe's zeros, which are replaced too",
      PROBED("tcpSocket: {port: 80}"),
      PROBED(
        "tcpSocket: {port: 80}, timeoutSeconds: 0, periodSeconds: 0, successThreshold: 0, failureThreshold: 0",
      ),
    ],
    [
      "a probe's path and scheme",
      PROBED("httpGet: {port: 80}"),
      PROBED("httpGet: {port: 80, path: /, scheme: HTTP}"),
    ],
    [
      "what the cluster writes",
      spec("replicas: 1"),
      `${spec("replicas: 1").replace("{name: web}", "{name: web, creationTimestamp: null}")}status: {}\n`,
    ],
    [
      "the version of the API",
      spec("replicas: 1"),
      deploymentOf({ apiVersion: "apps/v1beta2", spec: "replicas: 1" }),
    ],
    [
      "the template's hash, which the controller puts there",
      deploymentOf(),
      deploymentOf({ labels: "app: web, pod-template-hash: abc" }),
    ],
  ])("nothing by %s", (_, before, after) => {
    expect(change(before, after)).toEqual(NOTHING);
    expect(change(after, before)).toEqual(NOTHING);
  });

  it.each([
    ["replicas", spec("replicas: 1"), spec("replicas: 2")],
    ["the strategy", spec("replicas: 1"), spec("replicas: 1\n  strategy: {rollingUpdate: {maxSurge: 1}}")],
    ["the strategy's type", spec("replicas: 1"), spec("replicas: 1\n  strategy: {type: Recreate}")],
    ["minReadySeconds", spec("replicas: 1"), spec("replicas: 1\n  minReadySeconds: 1")],
    ["pausing", spec("replicas: 1"), spec("replicas: 1\n  paused: true")],
    ["the deadline", spec("replicas: 1"), spec("replicas: 1\n  progressDeadlineSeconds: 60")],
    ["history", spec("replicas: 1"), spec("replicas: 1\n  revisionHistoryLimit: 3")],
    [
      "an annotation of the object",
      deploymentOf(),
      deploymentOf().replace("{name: web}", "{name: web, annotations: {a: b}}"),
    ],
    [
      "defaults that were others in extensions/v1beta1",
      deploymentOf({ apiVersion: "extensions/v1beta1" }),
      deploymentOf(),
    ],
    [
      "a template while it is paused",
      spec("paused: true"),
      spec("paused: true").replace("image: web", "image: new"),
    ],
  ])("no pod by %s", (_, before, after) => {
    expect(change(before, after)).toEqual(OBJECT);
  });

  it.each([
    ["an image", deploymentOf(), deploymentOf().replace("image: web", "image: new")],
    ["a label of the pod", deploymentOf(), deploymentOf({ labels: "app: web, a: b" })],
    [
      "an annotation of the pod",
      deploymentOf(),
      deploymentOf().replace("labels: {app: web}}", "labels: {app: web}, annotations: {a: b}}"),
    ],
    ["a probe", container(""), PROBED("tcpSocket: {port: 80}")],
    ["a probe's number", PROBED("tcpSocket: {port: 80}"), PROBED("tcpSocket: {port: 80}, periodSeconds: 11")],
    ["a variable", container("env: []"), container("env: [{name: A, value: b}]")],
    [
      "the order of containers",
      deploymentOf({ containers: "{name: a, image: a}, {name: b, image: b}" }),
      deploymentOf({ containers: "{name: b, image: b}, {name: a, image: a}" }),
    ],
    ["the order of arguments", container("args: [a, b]"), container("args: [b, a]")],
    ["grace", pod(""), pod("terminationGracePeriodSeconds: 60")],
    ["a volume without content", pod(""), pod("volumes: [{name: a, emptyDir: {}}]")],
    ["the pull policy that another tag brings", container(""), container("").replace("web:1", "web:latest")],
    [
      "a quantity",
      container("resources: {limits: {cpu: 1}}"),
      container("resources: {limits: {cpu: 1001m}}"),
    ],
    [
      "a protocol",
      container("ports: [{containerPort: 80}]"),
      container("ports: [{containerPort: 80, protocol: UDP}]"),
    ],
  ])("pods by %s", (_, before, after) => {
    expect(change(before, after)).toEqual(PODS);
  });

  it("rolls what is new, and nothing that is gone", () => {
    const workload = readYaml(deploymentOf()).workloads[0] as Workload;
    expect(rollsPods({ before: null, after: workload })).toBe(true);
    expect(rollsPods({ before: workload, after: null })).toBe(false);
  });
});

describe("a changed selector", () => {
  const changed = (before: string, after: string) => {
    const [left, right] = [before, after].map((text) => readYaml(text).workloads[0] as Workload);
    return immutableChange({ before: left as Workload, after: right as Workload }) === "selector";
  };

  it.each([
    [
      "another label",
      deploymentOf(),
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {app: new}"),
      true,
    ],
    [
      "one label more",
      deploymentOf(),
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {app: web, a: b}"),
      true,
    ],
    [
      "the same in another order",
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {app: web, a: b}"),
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {a: b, app: web}"),
      false,
    ],
    ["labels of the pod alone", deploymentOf(), deploymentOf({ labels: "app: web, a: b" }), false],
    [
      "no expressions",
      deploymentOf(),
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {app: web}, matchExpressions: null"),
      false,
    ],
    [
      "a label that becomes a placeholder",
      deploymentOf(),
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {app: $APP}"),
      false,
    ],
    [
      "another label beside one that becomes a placeholder",
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {app: web, a: b}"),
      deploymentOf().replace("matchLabels: {app: web}", "matchLabels: {app: $APP, a: c}"),
      true,
    ],
    [
      "one that was implied by the pod's labels",
      deploymentOf({ apiVersion: "extensions/v1beta1" }).replace(
        "selector: {matchLabels: {app: web}}\n",
        "\n",
      ),
      deploymentOf(),
      false,
    ],
  ])("is seen in %s", (_, before, after, expected) => {
    expect(changed(before, after)).toBe(expected);
  });
});
