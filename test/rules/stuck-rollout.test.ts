import { describe, expect, test } from "vitest";
import type { Policy } from "../../src/policy/policy.js";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const ANTI_AFFINITY = "affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0";
const AFFINITY_AT = `spec/template/spec/${ANTI_AFFINITY}`;
const PORT_AT = "spec/template/spec/containers/0/ports/0/hostPort";
const CLAIM_AT = "spec/template/spec/volumes/0";
const NETWORK_AT = "spec/template/spec/hostNetwork";

const required = (term: string) =>
  `affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{${term}}]}}`;
const ITSELF = "labelSelector: {matchLabels: {app: web}}";
const apart = (more = "", key = "kubernetes.io/hostname", selector = ITSELF) =>
  required(`${selector}, topologyKey: ${key}${more}`);
const HOST_PORT = "{name: web, image: web, ports: [{containerPort: 8000, hostPort: 80}]}";
const claim = (modes: string, more = "", namespace = "") =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data${namespace}}\nspec: {accessModes: [${modes}]${more}}\n`;
const volume = (spec: string, metadata = "{name: v1, labels: {of: web}}") =>
  `---\napiVersion: v1\nkind: PersistentVolume\nmetadata: ${metadata}\nspec: {storageClassName: shop, ${spec}}\n`;
const MOUNTED = "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]";
const limits = (surge: string, unavailable: string, replicas = 3) =>
  `replicas: ${replicas}\n  strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}}`;
const scaled = (min: number, max: number) =>
  `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: ${min}, maxReplicas: ${max}}\n`;
const one = "replicas: 1";
const pinned = "nodeSelector: {kubernetes.io/hostname: a}";
const onNode = (operator: string, values: string) =>
  `nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: ${operator}, values: [${values}]}]}]}}`;
const rollout = (yaml: string) =>
  yaml.replace("kind: Deployment", "kind: Rollout").replace("apps/v1", "argoproj.io/v1alpha1");

type Case = [what: string, yaml: string, policy?: Partial<Policy>];

describe("stuck-rollout warns of", () => {
  test.each<[string, string, string, Partial<Policy>?]>([
    ["pods that stay apart", deploymentOf({ pod: apart() }), AFFINITY_AT],
    ["the only pod, which stays apart", deploymentOf({ spec: one, pod: apart() }), AFFINITY_AT],
    ["pods of zones", deploymentOf({ pod: apart("", "topology.kubernetes.io/zone") }), AFFINITY_AT],
    [
      "pods of zones, however many nodes there are",
      deploymentOf({ pod: apart("", "topology.kubernetes.io/zone") }),
      AFFINITY_AT,
      { nodes: 50 },
    ],
    [
      "a selector that matches every pod",
      deploymentOf({ pod: apart("", "a/b", "labelSelector: {}") }),
      AFFINITY_AT,
    ],
    [
      "a selector of expressions",
      deploymentOf({
        pod: apart(
          "",
          "a/b",
          "labelSelector: {matchExpressions: [{key: app, operator: In, values: [web, db]}]}",
        ),
      }),
      AFFINITY_AT,
    ],
    ["pods of every namespace", deploymentOf({ pod: apart(", namespaceSelector: {}") }), AFFINITY_AT],
    [
      "a label of the app in matchLabelKeys",
      deploymentOf({ pod: apart(", matchLabelKeys: [app]") }),
      AFFINITY_AT,
    ],
    [
      "no pod that may be missing, as written",
      deploymentOf({ spec: limits("1", "0", 9), pod: apart() }),
      AFFINITY_AT,
    ],
    ["a percentage of none", deploymentOf({ spec: limits("50%", "0%", 9), pod: apart() }), AFFINITY_AT],
    ["a share that rounds to none", deploymentOf({ spec: limits("1", "10%", 9), pod: apart() }), AFFINITY_AT],
    ["a port of the node", deploymentOf({ containers: HOST_PORT }), PORT_AT],
    ["the node's network", deploymentOf({ spec: one, pod: "hostNetwork: true" }), NETWORK_AT],
    [
      "a claim for one node of the class that clouds call standard",
      deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce", ", storageClassName: standard"),
      CLAIM_AT,
    ],
    ["a claim for one node", deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce"), CLAIM_AT],
    [
      "a claim for one node of a class of disks",
      deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce", ", storageClassName: gp3"),
      CLAIM_AT,
    ],
    [
      "a claim of volumes of a class, one of which is a disk",
      deploymentOf({ spec: one, pod: MOUNTED }) +
        claim("ReadWriteOnce", ", storageClassName: shop") +
        volume("hostPath: {path: /data}") +
        volume("awsElasticBlockStore: {volumeID: a}", "{name: v2}"),
      CLAIM_AT,
    ],
    [
      "a claim of a class of which a folder of a node is kept for another claim",
      deploymentOf({ spec: one, pod: MOUNTED }) +
        claim("ReadWriteOnce", ", storageClassName: shop") +
        volume("hostPath: {path: /data}, claimRef: {name: other}"),
      CLAIM_AT,
    ],
    [
      "a claim for one node of a class whose name only holds the letters of a shared one",
      deploymentOf({ spec: one, pod: MOUNTED }) +
        claim("ReadWriteOnce", ", storageClassName: refs-localized"),
      CLAIM_AT,
    ],
    ...[
      "karpenter.sh/nodepool",
      "karpenter.k8s.aws/instance-family",
      "cloud.google.com/gke-nodepool",
      "eks.amazonaws.com/nodegroup",
      "agentpool",
      "kubernetes.azure.com/mode",
      "doks.digitalocean.com/node-pool",
    ].map((label): [string, string, string] => [
      `a claim of pods on nodes of a pool, by ${label}`,
      deploymentOf({ spec: one, pod: `nodeSelector: {${label}: general}, ${MOUNTED}` }) +
        claim("ReadWriteOnce"),
      CLAIM_AT,
    ]),
    [
      "the least that an autoscaler keeps",
      deploymentOf({ spec: "", pod: apart() }) + scaled(2, 9),
      AFFINITY_AT,
    ],
    [
      "the most that an autoscaler makes",
      deploymentOf({ spec: limits("1", "0"), pod: apart() }) + scaled(2, 9),
      AFFINITY_AT,
      { nodes: 5 },
    ],
    [
      "a canary without a traffic router",
      rollout(
        deploymentOf({
          spec: "replicas: 3\n  strategy: {canary: {maxSurge: 1, maxUnavailable: 0}}",
          pod: apart(),
        }),
      ),
      AFFINITY_AT,
    ],
  ])("%s", (_, yaml, path, policy = {}) => {
    expect(placesOf("stuck-rollout", yaml, { policy })).toEqual([`warning - ${path}`]);
  });
});

describe("stuck-rollout fails for", () => {
  test.each<[string, string, string, Partial<Policy>?]>([
    ["as many pods as there are nodes", deploymentOf({ pod: apart() }), AFFINITY_AT, { nodes: 3 }],
    ["more pods than there are nodes", deploymentOf({ containers: HOST_PORT }), PORT_AT, { nodes: 2 }],
    ["one pod for one node", deploymentOf({ spec: one, pod: "hostNetwork: true" }), NETWORK_AT, { nodes: 1 }],
    [
      "as many zones as there can be on so many nodes",
      deploymentOf({ pod: apart("", "topology.kubernetes.io/zone") }),
      AFFINITY_AT,
      { nodes: 3 },
    ],
    [
      "a port of the one node by its name",
      deploymentOf({ spec: one, containers: HOST_PORT, pod: "nodeName: a" }),
      PORT_AT,
    ],
    [
      "a port of the one node by its label",
      deploymentOf({ spec: one, containers: HOST_PORT, pod: pinned }),
      PORT_AT,
    ],
    [
      "a port of the one node by its affinity",
      deploymentOf({ spec: one, containers: HOST_PORT, pod: `affinity: {${onNode("In", "a")}}` }),
      PORT_AT,
    ],
    [
      "pods that stay apart on one node",
      deploymentOf({ spec: one, pod: `${pinned}, ${apart()}` }),
      AFFINITY_AT,
    ],
    ["a claim for one pod", deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOncePod"), CLAIM_AT],
    [
      "a claim for one pod on a node that is given",
      deploymentOf({ spec: one, pod: `${pinned}, ${MOUNTED}` }) + claim("ReadWriteOncePod"),
      CLAIM_AT,
    ],
    [
      "an autoscaler's least, which is as many as there are nodes",
      deploymentOf({ spec: limits("1", "0"), pod: apart() }) + scaled(5, 9),
      AFFINITY_AT,
      { nodes: 5 },
    ],
    [
      "a claim for one pod whose class has any name",
      deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOncePod", ", storageClassName: local-path"),
      CLAIM_AT,
    ],
  ])("%s", (_, yaml, path, policy = {}) => {
    expect(placesOf("stuck-rollout", yaml, { policy })).toEqual([`error - ${path}`]);
  });
});

describe("stuck-rollout is silent on", () => {
  test.each<Case>([
    [
      "pods that would rather stay apart",
      deploymentOf({
        pod: "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}}]}}",
      }),
    ],
    [
      "an affinity that leaves out other revisions",
      deploymentOf({ pod: apart(", matchLabelKeys: [pod-template-hash]") }),
    ],
    [
      "an affinity to other revisions alone",
      deploymentOf({ pod: apart(", mismatchLabelKeys: [pod-template-hash]") }),
    ],
    [
      "a term on another app",
      deploymentOf({ pod: apart("", "a/b", "labelSelector: {matchLabels: {app: db}}") }),
    ],
    [
      "a term that its own pods do not fulfil",
      deploymentOf({ pod: apart("", "a/b", "labelSelector: {matchLabels: {app: web, tier: a}}") }),
    ],
    ["a term without a selector, which matches no pod", deploymentOf({ pod: required("topologyKey: a/b") })],
    [
      "a term that excludes its own pods",
      deploymentOf({
        pod: apart(
          "",
          "a/b",
          "labelSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}",
        ),
      }),
    ],
    [
      "a term on a version, which the next one does not have",
      deploymentOf({
        labels: "app: web, version: v1",
        pod: apart("", "a/b", "labelSelector: {matchLabels: {version: v1}}"),
      }),
    ],
    [
      "a term on another namespace",
      deploymentOf({ pod: apart(", namespaces: [other]") }).replace(
        "{name: web}",
        "{name: web, namespace: shop}",
      ),
    ],
    [
      "a term on namespaces with a label",
      deploymentOf({ pod: apart(", namespaceSelector: {matchLabels: {a: b}}") }),
    ],
    [
      "topology spread with room",
      deploymentOf({
        pod: "topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]",
      }),
    ],
    ["one node more than pods", deploymentOf({ pod: apart() }), { nodes: 4 }],
    ["one node more than pods with a port", deploymentOf({ containers: HOST_PORT }), { nodes: 4 }],
    [
      "one node more than an autoscaler's most",
      deploymentOf({ spec: limits("1", "0"), pod: apart() }) + scaled(2, 9),
      { nodes: 10 },
    ],
    ["a pod that may be missing", deploymentOf({ spec: limits("1", "1"), pod: apart() })],
    ["a share that is one pod", deploymentOf({ spec: "replicas: 4", pod: apart() })],
    ["no surge", deploymentOf({ spec: limits("0", "1"), pod: apart() })],
    [
      "limits that round to none, of which one counts",
      deploymentOf({ spec: limits("0", "25%"), pod: apart() }),
    ],
    ["Recreate", deploymentOf({ spec: "replicas: 3\n  strategy: {type: Recreate}", pod: apart() })],
    ["no replicas", deploymentOf({ spec: "replicas: 0", pod: apart() })],
    [
      "an autoscaler whose least is enough for one to go",
      deploymentOf({ spec: "", pod: apart() }) + scaled(4, 9),
    ],
    ["ports of the pod's own", deploymentOf()],
    [
      "a host port of 0, which is none",
      deploymentOf({ containers: HOST_PORT.replace("hostPort: 80", "hostPort: 0") }),
    ],
    [
      "the node's network without a port",
      deploymentOf({ pod: "hostNetwork: true", containers: "{name: web, image: web}" }),
    ],
    ["a claim that is not in sight", deploymentOf({ spec: one, pod: MOUNTED })],
    ["a claim for several writers", deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteMany")],
    [
      "a claim that may be for several",
      deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce, ReadWriteMany"),
    ],
    [
      "a claim of another name",
      deploymentOf({ spec: one, pod: MOUNTED.replace("claimName: data", "claimName: other") }) +
        claim("ReadWriteOnce"),
    ],
    [
      "a claim on storage that needs no attaching",
      deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce", ", storageClassName: nfs-client"),
    ],
    [
      "a claim on a node's own disk",
      deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce", ", storageClassName: local-path"),
    ],
    ...["efs-sc", "azurefile-csi", "openebs-zfspv", "rook-cephfs", "nfs4", "smb.csi"].map(
      (name): Case => [
        `a claim of the class ${name}`,
        deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce", `, storageClassName: ${name}`),
      ],
    ),
    [
      "a claim of a volume by its name, which is a folder of a node",
      deploymentOf({ spec: one, pod: MOUNTED }) +
        claim("ReadWriteOnce", ", storageClassName: shop, volumeName: v1") +
        volume("hostPath: {path: /data}"),
    ],
    [
      "a claim of volumes of a class and a label, all of which are folders of nodes",
      deploymentOf({ spec: one, pod: MOUNTED }) +
        claim("ReadWriteOnce", ", storageClassName: shop, selector: {matchLabels: {of: web}}") +
        volume("local: {path: /data}") +
        volume("gcePersistentDisk: {pdName: a}", "{name: other, labels: {of: db}}"),
    ],
    [
      "a claim for which a shared file system is kept",
      deploymentOf({ spec: one, pod: MOUNTED }) +
        claim("ReadWriteOnce", ", storageClassName: shop") +
        volume("csi: {driver: efs.csi.aws.com}, claimRef: {name: data}"),
    ],
    [
      "a claim of a pod that is bound to its node",
      deploymentOf({ spec: one, pod: `${pinned}, ${MOUNTED}` }) + claim("ReadWriteOnce"),
    ],
    [
      "a claim of pods that stay together",
      deploymentOf({
        spec: one,
        pod: `affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}]}}, ${MOUNTED}`,
      }) + claim("ReadWriteOnce"),
    ],
    [
      "several pods with one claim, which share a node already",
      deploymentOf({ spec: "replicas: 2", pod: MOUNTED }) + claim("ReadWriteOnce"),
    ],
    [
      "pods that are bound past the scheduler, which alone keeps them apart",
      deploymentOf({ pod: `nodeName: a, ${apart()}` }),
    ],
    ["settings that are refused", deploymentOf({ spec: limits("0", "0"), pod: apart() })],
    [
      "a claim that another workload has too",
      `${deploymentOf({ spec: one, pod: MOUNTED })}---\n${deploymentOf({ spec: one, pod: MOUNTED }).replace("{name: web}", "{name: other}")}${claim("ReadWriteOnce")}`,
    ],
    [
      "a claim of pods on nodes of their own",
      deploymentOf({ spec: one, pod: `nodeSelector: {dedicated: web}, ${MOUNTED}` }) + claim("ReadWriteOnce"),
    ],
    [
      "a claim of pods on nodes with a device",
      deploymentOf({
        spec: one,
        pod: `affinity: {${onNode("Exists", "").replace("kubernetes.io/hostname", "example.com/usb")}}, ${MOUNTED}`,
      }) + claim("ReadWriteOnce"),
    ],
    [
      "a canary with a traffic router",
      rollout(
        deploymentOf({
          spec: "replicas: 3\n  strategy: {canary: {maxUnavailable: 0, canaryService: a, stableService: b, trafficRouting: {nginx: {stableIngress: web}}}}",
          pod: apart(),
        }),
      ),
    ],
  ])("%s", (_, yaml, policy = {}) => {
    expect(placesOf("stuck-rollout", yaml, { policy })).toEqual([]);
  });

  test("an object that is made anew, whose old pods are gone", () => {
    const yaml = deploymentOf({ pod: apart() });
    expect(placesOf("stuck-rollout", yaml, { change: { recreated: "selector" } })).toEqual([]);
    expect(placesOf("stuck-rollout", yaml, { change: { letsGoOfPods: true } })).toEqual([]);
  });
});

describe("a term on a label of a version", () => {
  const TERM = apart("", "a/b", "labelSelector: {matchLabels: {app: web, version: v1}}");
  const yaml = (pod: string, version: string, image: string, spec?: string) =>
    deploymentOf({
      ...(spec === undefined ? {} : { spec }),
      labels: `app: web, version: ${version}`,
      pod,
    }).replace(/image: \S+?(?=[,}])/, `image: ${image}`);
  const stuck = (before: string | null, after: string) =>
    reviewFiles({ "web.yaml": after }, before === null ? {} : { "web.yaml": before }).findings.filter(
      ({ rule }) => rule === "stuck-rollout",
    );
  const states = (before: string | null, after: string) => stuck(before, after).map(({ state }) => state);

  test("counts where the change rolls pods and keeps the label", () => {
    const [finding] = stuck(yaml("", "v1", "web:1"), yaml(TERM, "v1", "web:2"));
    expect(finding).toMatchObject({ state: "new", severity: "warning" });
    expect(finding?.message).toContain(
      "allows one of its pods for each “a/b”, and this change leaves their label “version” as it is.",
    );
  });

  test("was there before where the base has it too", () => {
    expect(states(yaml(TERM, "v1", "web:1"), yaml(TERM, "v1", "web:2"))).toEqual(["existing"]);
  });

  test.each<[string, string | null, string]>([
    ["where the label changes", yaml(TERM.replace("v1", "v0"), "v0", "web:1"), yaml(TERM, "v1", "web:2")],
    ["where the base has no such label", deploymentOf(), yaml(TERM, "v1", "web:2")],
    ["of an object that is new", null, yaml(TERM, "v1", "web:1")],
    [
      "where no pod is replaced",
      yaml(TERM, "v1", "web:1", "replicas: 2"),
      yaml(TERM, "v1", "web:1", "replicas: 3"),
    ],
    [
      "beside one of each revision",
      yaml(TERM.replace("app: web, ", "app: web, pod-template-hash: a, "), "v1", "web:1"),
      yaml(TERM.replace("app: web, ", "app: web, pod-template-hash: a, "), "v1", "web:2"),
    ],
  ])("does not count %s", (_, before, after) => {
    expect(states(before, after)).toEqual([]);
  });
});

test("the arithmetic and the cost of the cure stand in the words", () => {
  const said = (yaml: string, policy: Partial<Policy> = {}) =>
    verdictsOf("stuck-rollout", yaml, { policy })[0]?.replace(/^.*?: /, "");
  expect(said(deploymentOf({ pod: apart() }))).toBe(
    "A rollout of “web” waits for one more node than its 3 pods run on: no old pod goes before a new one is ready (maxUnavailable, 25% by default, of 3 rounds down to 0), and a new one does not fit beside an old one, as its required anti-affinity allows one of its pods for each node. Where there is none it stays Pending, and the rollout never ends. maxUnavailable: 1 with maxSurge: 0 stops one first: 1 of 3 pods is out at a time once a readiness probe gates each; as they are, up to 3 of 3 are.",
  );
  expect(said(deploymentOf({ spec: limits("1", "0"), pod: apart() }), { nodes: 3 })).toBe(
    "A rollout of “web” can never proceed: no old pod goes before a new one is ready (maxUnavailable: 0), and an old one runs on each of the 3 nodes that the policy counts, where a new one does not fit, as its required anti-affinity allows one of its pods for each node. maxUnavailable: 1 with maxSurge: 0 stops one first: 1 of 3 pods is out at a time once a readiness probe gates each; as they are, up to 3 of 3 are.",
  );
  expect(said(deploymentOf({ spec: one, pod: MOUNTED }) + claim("ReadWriteOnce"))).toBe(
    "A rollout of “web” may never end: no old pod goes before a new one is ready (maxUnavailable, 25% by default, of 1 rounds down to 0), and its claim “data” is ReadWriteOnce, so a new one on another node waits for the volume, and the old one for it, unless the claim's class (the cluster's default) needs no attaching, as NFS does. Recreate stops the old pod first: each rollout is an outage until the new one serves.",
  );
  const gated =
    "{name: web, image: web, ports: [{name: http, containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}}";
  expect(said(deploymentOf({ pod: apart(), containers: gated }))).toMatch(
    /stops one first: 1 of 3 pods is out at a time\.$/,
  );
});

describe("a change that lets pods get ready again", () => {
  const ledger = (port: string, spec = "") =>
    deploymentOf({
      spec: `replicas: 3\n  serviceName: web\n  ${spec}`,
      containers: `{name: web, image: web, ports: [{name: api, containerPort: 8000}], readinessProbe: {tcpSocket: {port: ${port}}}}`,
    }).replace("kind: Deployment", "kind: StatefulSet");
  const saidOf = (before: string, after: string) =>
    reviewFiles({ "web.yaml": after }, { "web.yaml": before }).findings.flatMap(({ rule, message }) =>
      rule === "stuck-rollout" ? message.slice(-28) : [],
    );

  test.each([
    ["a name that is not declared", "http", "api", "", ["kubectl delete pod web-2."]],
    ["a number that nobody declares, which may be open", "9999", "api", "", []],
    ["a name, and still does", "http", "https", "", []],
    ["a name, where no pod waits for another", "http", "api", "podManagementPolicy: Parallel\n  ", []],
    ["a name, where a person replaces the pods", "http", "api", "updateStrategy: {type: OnDelete}\n  ", []],
    [
      "a name, of which none is replaced",
      "http",
      "api",
      "updateStrategy: {rollingUpdate: {partition: 3}}\n  ",
      [],
    ],
    ["a name, with other ordinals", "http", "api", "ordinals: {start: 5}\n  ", ["kubectl delete pod web-7."]],
  ])("of which each asked for %s", (_, old, now, spec, said) => {
    const found = saidOf(ledger(old, spec), ledger(now, spec));
    expect(found.map((end) => end.slice(end.indexOf("kubectl")))).toEqual(said);
  });

  test("names no pod where an autoscaler says how many there are", () => {
    const scaledLedger = (port: string) =>
      ledger(port) + scaled(2, 9).replace("kind: Deployment", "kind: StatefulSet");
    expect(saidOf(scaledLedger("http"), scaledLedger("api"))).toEqual([]);
  });

  test("has nothing to do by hand for a Deployment, whose pods do not wait", () => {
    const asDeployment = (yaml: string) =>
      yaml.replace("kind: StatefulSet", "kind: Deployment").replace("  serviceName: web\n", "");
    expect(saidOf(asDeployment(ledger("http")), asDeployment(ledger("api")))).toEqual([]);
  });
});
