import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/policy/policy.js";
import { deployment, reviewFiles } from "../../engine/review-files.js";
import { placesOf } from "../../rules/verdicts.js";
import { deploymentOf } from "../../workload/read-yaml.js";

const RULES = ["refused-object", "unknown-field", "manifest-shape", "probe-target"];

/** What is said of an object, each as "severity rule: message", without the words that begin every refusal. */
function told(after: string, before: string | null = null, policy: Partial<Policy> = {}): string[] {
  const old: Record<string, string> = before === null ? {} : { "k8s/a.yaml": before };
  return reviewFiles({ "k8s/a.yaml": after }, old, policy)
    .findings.filter(({ rule }) => RULES.includes(rule))
    .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

describe("finalizers", () => {
  const finalizers = (kind: string, spec: string, written: string) => `apiVersion: ${kind}
metadata: {name: web, finalizers: ${written}}
spec: ${spec}
`;
  const budget = (written: string) =>
    finalizers("policy/v1\nkind: PodDisruptionBudget", "{maxUnavailable: 1, selector: {}}", written);
  const service = (written: string) => finalizers("v1\nkind: Service", "{ports: [{port: 80}]}", written);

  it("need a domain, and not in a PodDisruptionBudget, whose validation does not look at them", () => {
    expect(told(service("[web]"))).toEqual([expect.stringContaining("needs a domain")]);
    expect(told(service("[kubernetes, example.com/web]"))).toEqual([]);
    expect(told(budget("[web]"))).toEqual([]);
    expect(told(budget('["a b"]'))).toEqual([expect.stringContaining("metadata.finalizers[0] is “a b”")]);
  });

  it("are refused where they say both how the garbage collector is to go on", () => {
    for (const object of [budget, service])
      expect(told(object("[orphan, foregroundDeletion]"))).toEqual([
        expect.stringContaining("metadata.finalizers has orphan and foregroundDeletion"),
      ]);
  });
});

describe("the API group of what an autoscaler scales", () => {
  const hpa = (target: string, rest = "maxReplicas: 3") => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {${target}}, ${rest}}
`;
  const MISSING = "kind: Deployment, name: web";

  it("is asked for from 1.34 on", () => {
    const refusal = "error refused-object: The API server refuses this HorizontalPodAutoscaler: ";
    expect(told(hpa(MISSING), null, { kubernetes: "1.33" })).toEqual([]);
    expect(told(hpa(MISSING), null, { kubernetes: "1.34" })).toEqual([
      expect.stringContaining(`${refusal}spec.scaleTargetRef.apiVersion is missing`),
    ]);
    expect(told(hpa(`apiVersion: v1, ${MISSING}`), null, { kubernetes: "1.34" })).toEqual([
      expect.stringContaining(`${refusal}spec.scaleTargetRef.apiVersion is “v1”`),
    ]);
    expect(told(hpa(MISSING))).toEqual([
      expect.stringContaining(`${refusal}spec.scaleTargetRef.apiVersion is missing`),
    ]);
  });

  it.each([
    ["apps/v1", "Deployment"],
    ["v1", "ReplicationController"],
    ["$(API_VERSION)", "Deployment"],
  ])("is there, or not needed, in %s of a %s", (apiVersion, kind) => {
    expect(told(hpa(`apiVersion: "${apiVersion}", kind: ${kind}, name: web`))).toEqual([]);
  });

  it("may be missing where an autoscaler of the cluster has none, as long as it scales the same kind", () => {
    expect(told(hpa(MISSING, "maxReplicas: 4"), hpa(MISSING))).toEqual([]);
    expect(told(hpa("kind: Deployment, name: api"), hpa(MISSING))).toEqual([]);
    expect(told(hpa("kind: StatefulSet, name: web"), hpa(MISSING))).toHaveLength(1);
    expect(told(hpa(MISSING), hpa(`apiVersion: apps/v1, ${MISSING}`))).toHaveLength(1);
  });

  it("is no text with two slashes, nor is that of what a metric describes", () => {
    const metric = (apiVersion: string) =>
      `maxReplicas: 3, metrics: [{type: Object, object: {describedObject: {apiVersion: ${apiVersion}, kind: Ingress, name: web}, metric: {name: hits}, target: {type: Value, value: 1}}}]`;
    const target = `apiVersion: apps/v1, ${MISSING}`;
    expect(told(hpa(target, metric("v1")))).toEqual([]);
    expect(told(hpa(target, metric("a/b/c")))).toEqual([expect.stringContaining("“a/b/c”")]);
    expect(told(hpa(`apiVersion: a/b/c, ${MISSING}`))).toEqual([expect.stringContaining("“a/b/c”")]);
  });
});

describe("a field that is unknown", () => {
  it("is an error, and says so, where the object is refused without it", () => {
    const misspelt = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{prot: 80}]}\n";
    expect(told(misspelt)).toEqual([
      "error unknown-field: The API server does not know the field spec.ports[0].prot (did you mean “port”?) and refuses the Service without it, from any client: spec.ports[0].port is missing: a number from 1 to 65535 is expected.",
    ]);
  });

  it("stays a warning where the object is taken without it, and where the policy says so", () => {
    const spare =
      "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80, prot: TCP}]}\n";
    expect(told(spare)).toEqual([
      expect.stringMatching(/^warning unknown-field: .* drop the field in silence/),
    ]);
    const missing = spare.replace("port: 80, prot: TCP", "prot: 80");
    expect(told(missing, null, { rules: { "unknown-field": "warning" } })).toEqual([
      expect.stringMatching(/^warning unknown-field: .* and refuses the Service without it/),
    ]);
  });
});

it("refuses the name of a protocol that is empty, and takes none", () => {
  const service = (port: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80${port}}]}\n`;
  expect(told(service(', appProtocol: ""'))).toEqual([
    expect.stringContaining("spec.ports[0].appProtocol is an empty text"),
  ]);
  for (const taken of ["", ", appProtocol: null", ", appProtocol: kubernetes.io/h2c"])
    expect(told(service(taken))).toEqual([]);
});

it("refuses a probe for the name of a port that no port can have, and not for being declared nowhere", () => {
  const probe = (port: string) =>
    deployment({ container: `          readinessProbe: {tcpSocket: {port: ${port}}}\n` });
  for (const port of ["a_b", "Web", "much-too-long-name"])
    expect(told(probe(port))).toEqual([expect.stringMatching(/^error refused-object: .*tcpSocket\.port.*“/)]);
  expect(told(probe("web"))).toEqual([expect.stringContaining("does not declare")]);
});

it("refuses two per cent signs, which are no placeholder behind a number", () => {
  const surging = (maxSurge: string) =>
    reviewFiles({
      "k8s/a.yaml": deployment({ spec: `  strategy: {rollingUpdate: {maxSurge: "${maxSurge}"}}\n` }),
    });
  expect(surging("25%%").findings.map(({ rule }) => rule)).toContain("invalid-rollout");
  expect(surging("%%SURGE%%").problems.map(({ code }) => code)).toEqual(["template"]);
});

it("takes a workload whose spec is no mapping for no patch", () => {
  for (const spec of ["[]", "web", "true"])
    expect(told(`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: ${spec}\n`)).toEqual([
      expect.stringMatching(/^error manifest-shape: .* not a mapping/),
    ]);
});

/** Each is taken without the entry and refused with it; the place is below the pod's spec. */
const POD_FAULTS: [what: string, pod: string, place: string][] = [
  ["an empty text where a pointer holds one of a set", 'preemptionPolicy: ""', "preemptionPolicy"],
  [
    "an empty text where a pointer holds one of a set, further down",
    'securityContext: {fsGroupChangePolicy: ""}',
    "securityContext/fsGroupChangePolicy",
  ],
  ["an empty text where a pointer holds a name", 'runtimeClassName: ""', "runtimeClassName"],
  ["null in a list of names", "hostAliases: [{ip: 1.2.3.4, hostnames: [null]}]", "hostAliases/0/hostnames/0"],
  ["an empty address", 'dnsConfig: {nameservers: [""]}', "dnsConfig/nameservers/0"],
  [
    "keys of labels without a selector",
    "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, matchLabelKeys: [a]}]}}",
    "affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/0/matchLabelKeys",
  ],
  [
    "a node by a name that none has",
    "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [A]}]}]}}}",
    "affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values/0",
  ],
  [
    "an iSCSI target by another name",
    "volumes: [{name: a, iscsi: {targetPortal: a, iqn: web, lun: 0}}]",
    "volumes/0/iscsi/iqn",
  ],
  [
    "what Windows does not have",
    "os: {name: windows}, securityContext: {fsGroup: 1}",
    "securityContext/fsGroup",
  ],
  [
    "what Linux does not have",
    "os: {name: linux}, securityContext: {windowsOptions: {}}",
    "securityContext/windowsOptions",
  ],
  [
    "processes of the node without its network",
    "securityContext: {windowsOptions: {hostProcess: true}}",
    "hostNetwork",
  ],
  [
    "a user that Windows cannot have",
    'securityContext: {windowsOptions: {runAsUserName: "a/b"}}',
    "securityContext/windowsOptions/runAsUserName",
  ],
  [
    "a claim by an empty name",
    'resourceClaims: [{name: a, resourceClaimName: ""}]',
    "resourceClaims/0/resourceClaimName",
  ],
];

it.each(POD_FAULTS)("refuses a pod with %s", (_, pod, place) => {
  const base = ["spec", "template", "spec"];
  expect(placesOf("refused-object", deploymentOf({ pod }))).toEqual([
    `error - ${[...base, place].join("/")}`,
  ]);
});

it("takes the name of an AppArmor profile for no path", () => {
  const profile = (name: string) =>
    deploymentOf({
      containers: `{name: web, image: a, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: "${name}"}}}`,
    });
  for (const name of ["/usr/bin/web", "..", "web"])
    expect(placesOf("refused-object", profile(name))).toEqual([]);
  for (const name of ["", " web"])
    expect(placesOf("refused-object", profile(name))).toEqual([
      "error web spec/template/spec/containers/0/securityContext/appArmorProfile/localhostProfile",
    ]);
});

it("refuses a header that is written as an environment variable", () => {
  const probe = (name: string) =>
    deployment({
      container: `          readinessProbe: {httpGet: {port: 8000, httpHeaders: [{name: ${name}, value: a}]}}\n`,
    });
  expect(told(probe("X_REAL_IP"))).toEqual([
    expect.stringContaining("httpHeaders[0].name of “web” is “X_REAL_IP”"),
  ]);
  expect(told(probe("X-REAL-IP"))).toEqual([]);
});

it("takes null for 0 where a limit is below what is asked for", () => {
  const resources = (limit: string) =>
    deploymentOf({
      containers: `{name: web, image: a, resources: {requests: {cpu: 100m}, limits: {cpu: ${limit}}}}`,
    });
  expect(placesOf("refused-object", resources("null"))).toEqual([
    "error web spec/template/spec/containers/0/resources/requests/cpu",
  ]);
  expect(placesOf("refused-object", resources("200m"))).toEqual([]);
});

describe("the pods of a StatefulSet", () => {
  const statefulSet = (pod: string) =>
    `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  serviceName: db\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec: ${pod}\n`;
  const noImage = statefulSet("{containers: [{name: db, ports: [{containerPort: 5432}]}]}");
  const on = (minor: string) => ({ kubernetes: minor });

  it("are validated with it from 1.34 on, and refused one by one before", () => {
    expect(told(noImage, null, on("1.34"))).toEqual([
      expect.stringMatching(/^error refused-object: The API server refuses this StatefulSet: .*image/),
    ]);
    expect(told(noImage, null, on("1.33"))).toEqual([
      expect.stringMatching(
        /^error refused-object: The API server takes this StatefulSet, and refuses each of its pods: .*image/,
      ),
    ]);
  });

  it("are looked at for how they end in every version", () => {
    const onFailure = statefulSet("{restartPolicy: OnFailure, containers: [{name: db, image: 'db:1'}]}");
    expect(told(onFailure, null, on("1.33"))).toEqual([
      expect.stringContaining("The API server refuses this StatefulSet"),
    ]);
  });
});

describe("the claims of a StatefulSet", () => {
  const claims = (claim: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: web
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: a}]}}
  volumeClaimTemplates: [{${claim}}]
`;
  const SPEC = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}";

  it.each([
    ["have a name", `spec: {${SPEC}}`, "0/metadata/name"],
    ["have the name of a volume", `metadata: {name: Data}, spec: {${SPEC}}`, "0/metadata/name"],
    [
      "are filled from another claim where no group is given",
      `metadata: {name: data}, spec: {${SPEC}, dataSource: {kind: VolumeSnapshot, name: a}}`,
      "0/spec/dataSource/kind",
    ],
    [
      "have no empty mode of their volume",
      `metadata: {name: data}, spec: {${SPEC}, volumeMode: ""}`,
      "0/spec/volumeMode",
    ],
  ])("%s, from 1.34 on", (_, claim, place) => {
    const at = (kubernetes: Policy["kubernetes"]) =>
      placesOf("refused-object", claims(claim), { policy: { kubernetes } });
    expect(at("1.33")).toEqual([]);
    expect(at("1.34")).toEqual([`error - spec/volumeClaimTemplates/${place}`]);
  });
});

describe("an autoscaler's metrics", () => {
  const metric = (entry: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3, metrics: [${entry}]}
`;

  it("have names without a slash", () => {
    const external = (name: string) =>
      metric(`{type: External, external: {metric: {name: ${name}}, target: {type: Value, value: 1}}}`);
    expect(told(external("a/b"))).toEqual([expect.stringContaining("external.metric.name is “a/b”")]);
    expect(told(external("a_b"))).toEqual([]);
  });

  it("of containers are of resources that containers have, and those of pods of any", () => {
    const target = "target: {type: Utilization, averageUtilization: 50}";
    const ofContainer = (name: string) =>
      metric(`{type: ContainerResource, containerResource: {name: ${name}, container: web, ${target}}}`);
    expect(told(ofContainer("pods"))).toEqual([expect.stringContaining("containerResource.name is “pods”")]);
    for (const name of ["cpu", "example.com/gpu"]) expect(told(ofContainer(name))).toEqual([]);
    expect(told(metric(`{type: Resource, resource: {name: pods, ${target}}}`))).toEqual([]);
  });
});

describe("a patch", () => {
  const patch = (text: string) =>
    placesOf("refused-object", `apiVersion: apps/v1\nkind: Deployment\n${text}`);

  it("is held to what stands in it, containers or not", () => {
    expect(patch("metadata: {name: web, finalizers: [web]}\n")).toEqual(["error - metadata/finalizers/0"]);
    expect(patch("metadata: {name: web, labels: {app: 1}}\n")).toEqual(["error - metadata/labels/app"]);
  });

  it("may have any name, as a kustomization can name its target", () => {
    expect(patch("metadata: {name: notImportant}\nspec: {replicas: 3}\n")).toEqual([]);
  });
});

describe("a Rollout", () => {
  const rollout = (metadata: string, container: string) =>
    rolloutOf(metadata, `{name: web, image: a, ${container}}`);
  const rolloutOf = (metadata: string, container: string) => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {${metadata}}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [${container}]}}
  strategy: {canary: {}}
`;

  it("is refused by the API server for its metadata and for types, and by Argo Rollouts for its values", () => {
    expect(told(rollout("name: Web", ""))).toEqual([
      expect.stringMatching(
        /^error refused-object: The API server refuses this Rollout: metadata\.name is “Web”/,
      ),
    ]);
    expect(told(rollout("name: web", "lifecycle: {preStop: {sleep: {seconds: soon}}}"))).toEqual([
      expect.stringMatching(
        /^error refused-object: The API server refuses this Rollout: .*seconds is a text/,
      ),
    ]);
    expect(told(rollout("name: web", "imagePullPolicy: Often"))).toEqual([
      expect.stringMatching(/^error refused-object: Argo Rollouts refuses this Rollout: imagePullPolicy/),
    ]);
  });

  it("takes finalizers without a domain, as every custom resource does", () => {
    expect(told(rollout("name: web, finalizers: [web]", ""))).toEqual([]);
  });

  it("says who refuses it without a misspelt field", () => {
    const misspelt = rollout("name: web", "").replace("matchLabels", "matchLables");
    expect(told(misspelt)).toEqual([
      expect.stringMatching(
        /^error unknown-field: The API server does not know the field spec\.selector\.matchLables .* and Argo Rollouts refuses the Rollout without it, from any client: /,
      ),
    ]);
  });
});
