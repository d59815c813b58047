import { describe, expect, it, test } from "vitest";
import { immutableChange, objectChanged, rollsPods } from "../../src/workload/change/pair-workloads.js";
import { holdsHostPorts } from "../../src/workload/host-ports.js";
import { placeholderIn } from "../../src/workload/read-workload.js";
import type { Workload } from "../../src/workload/workload.js";
import { readYaml } from "../workload/read-yaml.js";

const API = {
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  DaemonSet: "apps/v1",
  Rollout: "argoproj.io/v1alpha1",
  CloneSet: "apps.kruise.io/v1alpha1",
  DeploymentConfig: "apps.openshift.io/v1",
};
type Kind = keyof typeof API;

/** An object of a kind in flow style; `spec` holds further entries. */
function objectOf(
  kind: Kind,
  { apiVersion = API[kind], spec = "", pod = "", selector = "app: web", image = "a" } = {},
) {
  const own = kind === "Rollout" && !spec.includes("strategy:") ? "strategy: {canary: {}}, " : "";
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: web}
spec: {${own}${spec === "" ? "" : `${spec}, `}selector: {matchLabels: {${selector}}}, template: {metadata: {labels: {app: web}}, spec: {${pod === "" ? "" : `${pod}, `}containers: [{name: web, image: ${image}, ports: [{containerPort: 8000}]}]}}}
`;
}

const read = (yaml: string): Workload | undefined => readYaml(yaml).workloads[0];

function change(before: string, after: string) {
  const pair = { before: read(before) as Workload, after: read(after) as Workload };
  return { object: objectChanged(pair), pods: rollsPods(pair), immutable: immutableChange(pair) };
}

const NOTHING = { object: false, pods: false, immutable: null };
const OBJECT = { object: true, pods: false, immutable: null };
const PODS = { object: true, pods: true, immutable: null };
const created = (immutable: string) => ({ object: true, pods: true, immutable });

describe("what an object is meant as", () => {
  const kindOf = (apiVersion: string, kind: string) => {
    const yaml = objectOf(kind as Kind, { apiVersion, spec: "replicas: 1" });
    const workload = read(apiVersion === "" ? yaml.replace(/^apiVersion.*\n/, "") : yaml);
    return workload && [workload.kind, workload.id.split("#")[1], workload.faults.map(({ path }) => path[0])];
  };

  it.each([
    ["StatefulSet", ["apps/v1", "apps/v1beta1", "apps/v1beta2"], "apps"],
    ["DaemonSet", ["apps/v1", "apps/v1beta2", "extensions/v1beta1"], "apps"],
    ["Rollout", ["argoproj.io/v1alpha1"], "argoproj.io"],
    ["CloneSet", ["apps.kruise.io/v1alpha1", "apps.kruise.io/v1beta1"], "apps.kruise.io"],
    ["DeploymentConfig", ["apps.openshift.io/v1", "v1"], "apps.openshift.io"],
  ])("is a %s in every version that ever served one", (kind, versions, group) => {
    for (const version of versions) {
      const faults = kind === "DaemonSet" ? ["spec"] : [];
      expect([version, kindOf(version, kind)]).toEqual([version, [kind, `${group}/${kind}//web`, faults]]);
    }
  });

  it.each([
    ["StatefulSet", "extensions/v1beta1"],
    ["StatefulSet", "v1"],
    ["DaemonSet", "apps/v1beta1"],
    ["Rollout", "apps/v1"],
    ["CloneSet", "apps/v1"],
    ["Rollout", "argoproj.io/v1"],
    ["StatefulSet", ""],
  ])("is a %s with a fault in %j", (kind, version) => {
    expect(kindOf(version, kind)?.[2]).toContain("apiVersion");
  });

  it.each([
    ["StatefulSet", "apps.kruise.io/v1beta1"],
    ["DaemonSet", "apps.kruise.io/v1alpha1"],
    ["Rollout", "rollouts.kruise.io/v1beta1"],
    ["Deployment", "argoproj.io/v1alpha1"],
    ["CloneSet", "example.com/v1"],
    ["DeploymentConfig", "example.com/v1"],
  ])("is a stranger: %s of %s", (kind, version) => {
    expect(kindOf(version, kind)).toBeUndefined();
  });

  it("is nothing to judge where a Rollout takes its pods from another object", () => {
    expect(read(objectOf("Rollout", { spec: "workloadRef: {kind: Deployment, name: web}" }))).toBeUndefined();
  });
});

describe("a StatefulSet", () => {
  const of = (spec = "", options = {}) => objectOf("StatefulSet", { spec, ...options });
  const rolling = (partition: number) =>
    `replicas: 3, updateStrategy: {rollingUpdate: {partition: ${partition}}}`;
  const claims = (claim: string) => `volumeClaimTemplates: [${claim}]`;
  const claim = "{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}";

  test.each([
    [
      "its defaults written out",
      of(),
      of(
        "replicas: 1, podManagementPolicy: OrderedReady, revisionHistoryLimit: 10, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}, persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}",
      ),
      NOTHING,
    ],
    ["the next version", of("", { apiVersion: "apps/v1beta2" }), of(), NOTHING],
    ["the first version, in which it replaced nothing", of("", { apiVersion: "apps/v1beta1" }), of(), PODS],
    ["a size in another notation", of(claims(claim)), of(claims(claim.replace("1Gi", "1024Mi"))), NOTHING],
    [
      "what a server writes into a claim",
      of(claims(claim)),
      of(
        claims(
          claim
            .replace(
              "{metadata: {",
              "{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Pending}, metadata: {creationTimestamp: null, ",
            )
            .replace("spec: {", "spec: {volumeMode: Filesystem, "),
        ),
      ),
      NOTHING,
    ],
    ["an empty serviceName", of(), of("serviceName: ''"), NOTHING],
    ["more replicas", of(), of("replicas: 3"), OBJECT],
    ["another ordinal", of(), of("ordinals: {start: 1}"), OBJECT],
    [
      "what becomes of the claims",
      of(),
      of("persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}"),
      OBJECT,
    ],
    ["a longer wait", of(), of("minReadySeconds: 5"), OBJECT],
    ["a higher partition", of(rolling(0)), of(rolling(1)), OBJECT],
    ["a lower partition, which lets go of what was held", of(rolling(2)), of(rolling(0)), PODS],
    ["OnDelete", of(), of("updateStrategy: {type: OnDelete}"), OBJECT],
    ["no OnDelete any more", of("updateStrategy: {type: OnDelete}"), of(), PODS],
    ["another image", of(), of("", { image: "b" }), PODS],
    [
      "another image under OnDelete",
      of("updateStrategy: {type: OnDelete}"),
      of("updateStrategy: {type: OnDelete}", { image: "b" }),
      OBJECT,
    ],
    ["another image of the pods above the partition", of(rolling(2)), of(rolling(2), { image: "b" }), PODS],
    [
      "another image that the partition keeps from all pods",
      of(rolling(3)),
      of(rolling(3), { image: "b" }),
      OBJECT,
    ],
    ["paused, which it does not know", of("paused: true"), of("paused: true", { image: "b" }), PODS],
    ["another selector", of(), of("", { selector: "app: web, a: b" }), created("selector")],
    ["another serviceName", of("serviceName: a"), of("serviceName: b"), created("serviceName")],
    [
      "another podManagementPolicy",
      of(),
      of("podManagementPolicy: Parallel"),
      created("podManagementPolicy"),
    ],
    [
      "a larger claim",
      of(claims(claim)),
      of(claims(claim.replace("1Gi", "2Gi"))),
      created("volumeClaimTemplates"),
    ],
    ["a first claim", of(), of(claims(claim)), created("volumeClaimTemplates")],
    [
      "a label of a claim",
      of(claims(claim)),
      of(claims(claim.replace("name: data", "name: data, labels: {a: b}"))),
      created("volumeClaimTemplates"),
    ],
  ])("changes by %s", (_, before, after, expected) => {
    expect(change(before, after)).toEqual(expected);
  });
});

describe("a DaemonSet", () => {
  const of = (spec = "", options = {}) => objectOf("DaemonSet", { spec, ...options });
  const onDelete = "updateStrategy: {type: OnDelete}";

  test.each([
    [
      "its defaults written out",
      of(),
      of(
        "minReadySeconds: 0, revisionHistoryLimit: 10, updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}",
      ),
      NOTHING,
    ],
    ["the next version", of("", { apiVersion: "apps/v1beta2" }), of(), NOTHING],
    [
      "the first version, in which it replaced nothing",
      of("", { apiVersion: "extensions/v1beta1" }),
      of(),
      PODS,
    ],
    [
      "the first version, asked to replace",
      of("updateStrategy: {type: RollingUpdate}", { apiVersion: "extensions/v1beta1" }),
      of(),
      NOTHING,
    ],
    [
      "another image in a version that never was, which gets the defaults of today's for everything",
      of("", { apiVersion: "apps/v1beta1" }),
      of("", { apiVersion: "apps/v1beta1", image: "b" }),
      PODS,
    ],
    ["more at once", of(), of("updateStrategy: {rollingUpdate: {maxUnavailable: 2}}"), OBJECT],
    ["another image", of(), of("", { image: "b" }), PODS],
    ["another image under OnDelete", of(onDelete), of(onDelete, { image: "b" }), OBJECT],
    ["no OnDelete any more", of(onDelete), of(), PODS],
    ["another selector", of(), of("", { selector: "app: web, a: b" }), created("selector")],
  ])("changes by %s", (_, before, after, expected) => {
    expect(change(before, after)).toEqual(expected);
  });
});

describe("a Rollout", () => {
  const of = (spec = "", options = {}) => objectOf("Rollout", { spec, ...options });
  const canary = (limits: string) => of(`strategy: {canary: {${limits}}}`);

  test.each([
    [
      "its defaults written out",
      of(),
      of(
        "replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {canary: {maxSurge: 25%, maxUnavailable: '25'}}",
      ),
      NOTHING,
    ],
    ["a percentage with a sign", canary("maxSurge: '10'"), canary("maxSurge: 10%"), NOTHING],
    ["a number of pods in place of a percentage", canary("maxSurge: '10'"), canary("maxSurge: 10"), OBJECT],
    ["another step", canary("steps: [{setWeight: 20}]"), canary("steps: [{setWeight: 50}]"), OBJECT],
    ["another image", of(), of("", { image: "b" }), PODS],
    ["another image while paused", of("paused: true"), of("paused: true", { image: "b" }), OBJECT],
    ["another moment to restart", of(), of("restartAt: '2026-11-24T10:00:00Z'"), PODS],
    ["no moment to restart any more", of("restartAt: '2026-11-24T10:00:00Z'"), of(), OBJECT],
    [
      "another selector, which leaves the old pods to themselves",
      of(),
      of("", { selector: "app: web, a: b" }),
      OBJECT,
    ],
  ])("changes by %s", (_, before, after, expected) => {
    expect(change(before, after)).toEqual(expected);
  });
});

describe("a CloneSet", () => {
  const of = (spec = "", options = {}) => objectOf("CloneSet", { spec, ...options });
  const update = (settings: string, options = {}) => of(`updateStrategy: {${settings}}`, options);
  const second = (settings: string) =>
    update(`rollingUpdate: {${settings}}`, { apiVersion: "apps.kruise.io/v1beta1" });

  test.each([
    [
      "its defaults written out",
      of(),
      of(
        "replicas: 1, minReadySeconds: 0, revisionHistoryLimit: 10, updateStrategy: {type: ReCreate, partition: 0, maxSurge: 0, maxUnavailable: 20%}",
      ),
      NOTHING,
    ],
    [
      "the second version, with the same settings",
      update("type: InPlaceOnly, maxUnavailable: 2"),
      second("podUpdatePolicy: InPlaceOnly, maxUnavailable: 2"),
      NOTHING,
    ],
    ["the second version, with another limit", of(), second("maxUnavailable: 2"), OBJECT],
    ["another way to update", of(), update("type: InPlaceIfPossible"), OBJECT],
    ["another image", of(), of("", { image: "b" }), PODS],
    ["another image while paused", update("paused: true"), update("paused: true", { image: "b" }), OBJECT],
    [
      "another image while paused, in the second version",
      second("paused: true"),
      second("paused: true").replace("image: a", "image: b"),
      OBJECT,
    ],
    [
      "another image while all are kept",
      update("partition: 100%"),
      update("partition: 100%", { image: "b" }),
      OBJECT,
    ],
    [
      "another image while some are kept",
      of("replicas: 3, updateStrategy: {partition: 99%}"),
      of("replicas: 3, updateStrategy: {partition: 99%}", { image: "b" }),
      PODS,
    ],
    [
      "a lower partition, which lets go of what was kept",
      of("replicas: 3, updateStrategy: {partition: 2}"),
      of("replicas: 3, updateStrategy: {partition: 1}"),
      PODS,
    ],
    [
      "a higher partition",
      of("replicas: 3, updateStrategy: {partition: 1}"),
      of("replicas: 3, updateStrategy: {partition: 2}"),
      OBJECT,
    ],
    ["other claims", of(), of("volumeClaimTemplates: [{metadata: {name: a}}]"), OBJECT],
    ["another selector", of(), of("", { selector: "app: web, a: b" }), created("selector")],
  ])("changes by %s", (_, before, after, expected) => {
    expect(change(before, after)).toEqual(expected);
  });

  test("has readiness gates of its own, which say nothing of the app", () => {
    const gated = (type: string) => read(of("", { pod: `readinessGates: [{conditionType: ${type}}]` }));
    expect(gated("InPlaceUpdateReady")?.hasReadinessGates).toBe(false);
    expect(gated("example.com/balancer")?.hasReadinessGates).toBe(true);
  });
});

describe("a DeploymentConfig", () => {
  const of = (spec = "", options = {}) =>
    objectOf("DeploymentConfig", { spec, ...options }).replace("{matchLabels: {app: web}}", "{app: web}");
  const rolling = (params: string) => of(`strategy: {rollingParams: {${params}}}`);

  test.each([
    [
      "its defaults written out",
      of(),
      of(
        "minReadySeconds: 0, triggers: [{type: ConfigChange}], strategy: {type: Rolling, activeDeadlineSeconds: 21600, rollingParams: {intervalSeconds: 1, updatePeriodSeconds: 1, timeoutSeconds: 600, maxSurge: 25%, maxUnavailable: 25%}}",
      ),
      NOTHING,
    ],
    ["the version without a group", of("", { apiVersion: "v1" }), of(), NOTHING],
    ["the labels as a selector", of(), of().replace("selector: {app: web}", "test: false"), NOTHING],
    [
      "a limit of 0 that the default for the other goes with",
      rolling("maxSurge: 0"),
      rolling("maxSurge: 0, maxUnavailable: 25%"),
      NOTHING,
    ],
    [
      "a limit that leaves the other at 0",
      rolling("maxSurge: 1"),
      rolling("maxSurge: 1, maxUnavailable: 0"),
      NOTHING,
    ],
    ["another limit", of(), rolling("maxUnavailable: 1"), OBJECT],
    ["replicas, which have no default", of(), of("replicas: 1"), OBJECT],
    ["another image", of(), of("", { image: "b" }), PODS],
    ["another image while paused", of("paused: true"), of("paused: true", { image: "b" }), OBJECT],
    ["another image without a trigger", of("triggers: []"), of("triggers: []", { image: "b" }), OBJECT],
    [
      "another image with a trigger for images alone",
      of("triggers: [{type: ImageChange}]"),
      of("triggers: [{type: ImageChange}]", { image: "b" }),
      OBJECT,
    ],
    [
      "another selector, which may change",
      of(),
      of().replace("selector: {app: web}", "selector: {app: web, a: b}"),
      OBJECT,
    ],
  ])("changes by %s", (_, before, after, expected) => {
    expect(change(before, after)).toEqual(expected);
  });
});

describe("a placeholder", () => {
  test.each<[Kind, string]>([
    ["StatefulSet", "replicas: $(N)"],
    ["StatefulSet", "updateStrategy: $(STRATEGY)"],
    ["StatefulSet", "updateStrategy: {rollingUpdate: {partition: $(P)}}"],
    ["StatefulSet", "podManagementPolicy: $(POLICY)"],
    ["DaemonSet", "updateStrategy: {rollingUpdate: {maxUnavailable: $(U)}}"],
    ["DaemonSet", "minReadySeconds: __WAIT__"],
    ["Rollout", "strategy: {canary: {maxSurge: $(S)}}"],
    ["Rollout", "strategy: {canary: {steps: [{setWeight: $(W)}]}}"],
    ["Rollout", "strategy: {blueGreen: $(BLUE)}"],
    ["CloneSet", "updateStrategy: {maxUnavailable: $(U)}"],
    ["DeploymentConfig", "strategy: {rollingParams: {maxUnavailable: $(U)}}"],
    ["CloneSet", "updateStrategy: {rollingUpdate: {partition: $(P)}}"],
  ])("in a %s keeps it from being judged: %s", (kind, spec) => {
    expect(placeholderIn(read(objectOf(kind, { spec })) as Workload)).toMatch(/\$|__/);
  });

  test.each<[Kind, string]>([
    ["StatefulSet", "serviceName: $(NAME)"],
    ["Rollout", "strategy: {blueGreen: {activeService: $(NAME)}}"],
  ])("in a %s that no number comes from is none: %s", (kind, spec) => {
    expect(placeholderIn(read(objectOf(kind, { spec })) as Workload)).toBeNull();
  });
});

describe("an entry of another kind", () => {
  const faultsOf = (kind: Kind, spec: string) =>
    (read(objectOf(kind, { spec })) as Workload).faults.map(({ path, dropped }) => [path.join("."), dropped]);

  test.each<[Kind, string, string]>([
    ["Deployment", "updateStrategy: {type: Recreate}", "spec.updateStrategy"],
    ["StatefulSet", "strategy: {type: OnDelete}", "spec.strategy"],
    [
      "StatefulSet",
      "updateStrategy: {rollingUpdate: {maxSurge: 1}}",
      "spec.updateStrategy.rollingUpdate.maxSurge",
    ],
    ["DaemonSet", "strategy: {type: OnDelete}", "spec.strategy"],
    ["DaemonSet", "replicas: 3", "spec.replicas"],
    ["Rollout", "updateStrategy: {type: OnDelete}", "spec.updateStrategy"],
    ["CloneSet", "strategy: {type: Recreate}", "spec.strategy"],
    ["DeploymentConfig", "strategy: {rollingUpdate: {maxSurge: 1}}", "spec.strategy.rollingUpdate"],
  ])("in a %s is a fault: %s", (kind, spec, path) => {
    expect(faultsOf(kind, spec)).toEqual([[path, true]]);
  });

  test.each<[Kind, string]>([
    ["DaemonSet", "strategy: {}"],
    ["DaemonSet", "replicas: null"],
    ["Deployment", "strategy: {type: Recreate}"],
  ])("in a %s is none where it says nothing, or belongs there: %s", (kind, spec) => {
    expect(faultsOf(kind, spec)).toEqual([]);
  });
});

test.each([
  ["a port of the pod alone", {}, false],
  ["a host port", { image: "a, ports: [{containerPort: 80, hostPort: 80}], x: a" }, true],
  ["a host port of 0, which is none", { image: "a, ports: [{containerPort: 80, hostPort: 0}], x: a" }, false],
  ["the network of the node", { pod: "hostNetwork: true" }, true],
])("the pods take ports of their node where they have %s: %j, %s", (_, options, expected) => {
  const yaml = objectOf("DaemonSet", options).replace(/, x: a, ports: \[\{containerPort: 8000\}\]/, "");
  expect(holdsHostPorts(read(yaml) as Workload)).toBe(expected);
});
