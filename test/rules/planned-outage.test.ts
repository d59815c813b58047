import { describe, expect, it } from "vitest";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const PROBED =
  "{name: web, image: a, ports: [{name: http, containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}";
const yamlOf = (spec: string, containers = PROBED) => deploymentOf({ spec, containers });
const limits = (surge: string, unavailable: string) =>
  `strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}}`;

describe("planned-outage", () => {
  it.each([
    ["Recreate", "replicas: 3\n  strategy: {type: Recreate}", "spec/strategy"],
    ["Recreate of no pods", "replicas: 0\n  strategy: {type: Recreate}", null],
    ["2 of 3 pods", `replicas: 3\n  ${limits("0", "2")}`, null],
    ["3 of 3 pods", `replicas: 3\n  ${limits("0", "3")}`, "spec/strategy/rollingUpdate/maxUnavailable"],
    ["4 of 3 pods", `replicas: 3\n  ${limits("1", "4")}`, "spec/strategy/rollingUpdate/maxUnavailable"],
    ["99 % of 3 pods", `replicas: 3\n  ${limits("1", "99%")}`, null],
    [
      "100 % of 3 pods",
      `replicas: 3\n  ${limits("1", "100%")}`,
      "spec/strategy/rollingUpdate/maxUnavailable",
    ],
    ["the only pod", `replicas: 1\n  ${limits("1", "1")}`, "spec/strategy/rollingUpdate/maxUnavailable"],
    ["no pod of one", "replicas: 1", null],
    ["settings that are refused", `replicas: 1\n  ${limits("0", "0")}`, null],
  ])("judges a strategy that lets go of %s", (_, spec, path) => {
    expect(placesOf("planned-outage", yamlOf(spec))).toEqual(path === null ? [] : [`warning - ${path}`]);
  });

  it.each([
    ["a notebook's image", "image: 'quay.io/jupyter/scipy-notebook:2026'", 0],
    ["an editor's image", "image: 'codercom/code-server:4'", 0],
    ["a notebook's command", "image: a, command: [start-notebook.sh, --port=8000]", 0],
    ["one within a shell", "image: a, command: [sh, -c, 'exec jupyter lab --port 8000']", 0],
    ["JupyterHub, which leads others to theirs", "image: 'jupyterhub/k8s-hub:4', args: [jupyterhub]", 1],
    ["an app about notebooks", "image: 'shop/notebook-store:1'", 1],
  ])("of the only pod with %s", (_, entries, found) => {
    const containers = PROBED.replace("image: a", entries);
    const recreate = yamlOf("replicas: 1\n  strategy: {type: Recreate}", containers);
    const chosen = { change: { isRolloutChanged: true } };
    expect(placesOf("planned-outage", recreate, chosen)).toHaveLength(found);
    // Several pods have several people.
    const several = recreate.replace("replicas: 1", "replicas: 3");
    expect(placesOf("planned-outage", several, chosen)).toHaveLength(1);
  });

  it("takes a maxSurge of 0 beside the only pod for a plan, until the change that brings it", () => {
    const alone = yamlOf(`replicas: 1\n  ${limits("0", "25%")}`);
    expect(placesOf("planned-outage", alone)).toEqual([]);
    expect(placesOf("planned-outage", alone, { change: { isRolloutChanged: true } })).toEqual([
      "warning - spec/strategy/rollingUpdate/maxUnavailable",
    ]);
  });

  it.each([
    ["beside the number", "replicas: 1  # Do not scale up.\n  "],
    ["above it", "# must be 1: it keeps locks in memory\n  replicas: 1\n  "],
  ])("leaves alone what a comment %s asks to be alone", (_, spec) => {
    expect(placesOf("planned-outage", yamlOf(`${spec}${limits("1", "1")}`))).toEqual([]);
    const other = spec.replace(/#.*/, "# scaled by hand");
    expect(placesOf("planned-outage", yamlOf(`${other}${limits("1", "1")}`))).toHaveLength(1);
  });

  it.each([
    ["no longer a singleton", 1],
    ["this is not a single instance any more", 1],
    ["was a singleton until the cache moved out", 1],
    ["it isn't a singleton", 1],
    ["not highly available: singleton", 0],
    ["do not scale this singleton", 0],
  ])("reads a comment %j: told %d times", (words, count) => {
    expect(placesOf("planned-outage", yamlOf(`replicas: 1 # ${words}\n  ${limits("1", "1")}`))).toHaveLength(
      count,
    );
  });

  it("has nothing to say of what serves nobody", () => {
    expect(
      placesOf("planned-outage", yamlOf("strategy: {type: Recreate}", "{name: worker, image: a}")),
    ).toEqual([]);
  });

  it("has nothing to say of what serves operators alone", () => {
    const metered = PROBED.replace("containerPort: 8000", "containerPort: 8000, name: metrics");
    expect(placesOf("planned-outage", yamlOf("strategy: {type: Recreate}", metered))).toEqual([]);
  });

  it.each([
    ["the pods are replaced one by one", "replicas: 3", 1],
    ["Recreate stops the old pods at the same moment", "replicas: 3\n  strategy: {type: Recreate}", 0],
    ["Recreate is held back", "replicas: 3\n  paused: true\n  strategy: {type: Recreate}", 1],
  ])("tells of a Service that turns with the pods where %s: %#", (_, spec, count) => {
    const at = (tier: string, selector: string) =>
      deploymentOf({ spec, labels: `app: web, tier: ${tier}`, containers: PROBED }) +
      serviceOf("{port: 8000}", { selector });
    const plan = reviewFiles({ "web.yaml": at("new", "tier: new") }, { "web.yaml": at("old", "tier: old") });
    const turned = plan.findings.filter(({ message }) => message.includes("only the new pods have"));
    expect(turned).toHaveLength(count);
    expect(plan.workloads[0]?.after?.worstCase).toBe(3);
  });

  it("leaves the replacement of the whole object to what says that the change is refused", () => {
    const recreate = yamlOf("replicas: 3\n  strategy: {type: Recreate}");
    expect(placesOf("planned-outage", recreate, { change: { recreated: "selector" } })).toEqual([]);
  });

  describe("of a strategy that this change brings", () => {
    const HELD = "volumes: [{name: disk, persistentVolumeClaim: {claimName: data}}]";
    const APART =
      "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}]}}";
    const SCALED =
      "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 1, maxReplicas: 9}\n";
    const found = (before: string, after: string) =>
      reviewFiles({ "web.yaml": after }, { "web.yaml": before }).findings.flatMap(
        ({ rule, severity, state, fix }) =>
          rule === "planned-outage"
            ? `${state} ${severity}, ${fix?.text.replace(/\s+/g, " ") ?? "no fix"}`
            : [],
      );
    const RECREATE = "strategy: {type: Recreate}";
    const all = limits("25%", "100%");

    it.each([
      ["Recreate", "", RECREATE, "error, strategy: type: RollingUpdate"],
      [
        "Recreate over other numbers",
        limits("2", "1"),
        RECREATE,
        "error, strategy: type: RollingUpdate rollingUpdate: maxSurge: 2 maxUnavailable: 1",
      ],
      ["Recreate over as much", all, RECREATE, null],
      ["all pods", "", all, "error, strategy: rollingUpdate: maxUnavailable: 25%"],
      [
        "all pods, and no surge",
        "",
        limits("0", "4"),
        "error, strategy: rollingUpdate: maxSurge: 25% maxUnavailable: 25%",
      ],
      ["all pods, where as many went", limits("0", "4"), all, null],
      ["less than all pods", "", limits("1", "3"), null],
    ])("tells %s", (_, old, now, told) => {
      const at = (strategy: string) => yamlOf(`replicas: 4\n  ${strategy}`);
      expect(found(at(old), at(now))).toEqual(told === null ? [] : [`new ${told}`]);
    });

    it.each([
      ["two can stand beside each other", "", "", "error, strategy: type: RollingUpdate"],
      ["one has the volume", HELD, "", "warning, no fix"],
      ["they have to stay apart", APART, "", "warning, no fix"],
      ["an autoscaler makes more", "", SCALED, "error, strategy: type: RollingUpdate"],
    ])("is an error for the only pod unless it has no other way: %s", (_, pod, beside, told) => {
      const at = (strategy: string) =>
        deploymentOf({
          spec: beside === "" ? `replicas: 1\n  ${strategy}` : strategy,
          pod,
          containers: PROBED,
        }) + beside;
      expect(found(at(""), at(RECREATE))).toEqual([`new ${told}`]);
    });

    it.each([
      ["of its namespace", "namespace: shop, ", "warning, no fix"],
      ["of a namespace that nobody names", "", "error, no fix"],
    ])("is an error for the only pod unless a quota %s has no room for another", (_, space, told) => {
      const at = (strategy: string) =>
        deploymentOf({ spec: `replicas: 1\n  ${strategy}`, containers: PROBED }).replace(
          "{name: web}",
          `{${space}name: web}`,
        ) +
        `---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {${space}name: shop}\nspec: {hard: {pods: 1}}\n`;
      expect(found(at(""), at(RECREATE))).toEqual([`new ${told}`]);
    });

    it.each([
      ["nothing but its probes asks its nameless port", "", "", "warning, no fix"],
      ["the port has a name", "name: http, ", "", "error, strategy: type: RollingUpdate"],
      ["a Service leads there", "", serviceOf("{port: 8000}"), "error, strategy: type: RollingUpdate"],
      ["a Service leads elsewhere", "", serviceOf("{port: 8000}", { selector: "app: a" }), "warning, no fix"],
    ])("is no error for the only pod where %s: %#", (_, name, beside, told) => {
      const containers = PROBED.replace("name: http, ", name);
      const at = (strategy: string) => yamlOf(`replicas: 1\n  ${strategy}`, containers) + beside;
      expect(found(at(""), at(RECREATE))).toEqual([`new ${told}`]);
      const several = (strategy: string) => at(strategy).replace("replicas: 1", "replicas: 3");
      expect(found(several(""), several(RECREATE))).toEqual(["new error, strategy: type: RollingUpdate"]);
    });

    it.each([
      ["the port that its image is known for", "image: 'nginx:1.27', ports: [{containerPort: 80}]", 80],
      [
        "a port that an argument names",
        "image: a, args: [--port=8000], ports: [{containerPort: 8000}]",
        8000,
      ],
      ["one port of two", "image: a, ports: [{containerPort: 8000}, {containerPort: 9000}]", 8000],
    ])("has no doubt of traffic to %s", (_, entries, port) => {
      const containers = `{name: web, ${entries}, readinessProbe: {tcpSocket: {port: ${port}}}}`;
      const at = (strategy: string) => yamlOf(`replicas: 1\n  ${strategy}`, containers);
      expect(found(at(""), at(RECREATE))).toEqual(["new error, strategy: type: RollingUpdate"]);
    });

    it("warns where it takes all only of the fewest that an autoscaler makes", () => {
      const at = (strategy: string) => yamlOf(strategy) + SCALED;
      expect(found(at(""), at(limits("1", "1")))).toEqual([
        "new warning, strategy: rollingUpdate: maxSurge: 25% maxUnavailable: 25%",
      ]);
    });

    it("offers nothing to a pod that no probe holds back, since as many could be missing", () => {
      const at = (strategy: string) =>
        yamlOf(`replicas: 4\n  ${strategy}`, "{name: web, image: a, ports: [{containerPort: 8000}]}");
      expect(found(at(""), at(all))).toEqual(["new error, no fix"]);
    });

    it("is no error where fewer replicas, and no other strategy, make it all", () => {
      const at = (replicas: number) => yamlOf(`replicas: ${replicas}\n  ${limits("1", "1")}`);
      expect(found(at(4), at(1))).toEqual([
        "new warning, strategy: rollingUpdate: maxSurge: 1 maxUnavailable: 0",
      ]);
    });

    it("is an error for every node, with the share of before", () => {
      const at = (most: string) =>
        yamlOf(`updateStrategy: {rollingUpdate: {maxUnavailable: ${most}}}`).replace(
          "kind: Deployment",
          "kind: DaemonSet",
        );
      expect(found(at("10%"), at("100%"))).toEqual([
        "new error, updateStrategy: rollingUpdate: maxUnavailable: 10%",
      ]);
    });
  });

  it.each([
    ["no port of the node", "", PROBED, "With maxUnavailable: 0 and maxSurge: 1"],
    ["a port of the node", "", PROBED.replace("8000}]", "8000, hostPort: 80}]"), "both take the same port"],
    ["the node's network", "hostNetwork: true", PROBED, "both take the same port"],
    [
      "the node's network, and a probe of its loopback",
      "hostNetwork: true",
      "{name: web, image: a, readinessProbe: {httpGet: {host: 127.0.0.1, port: 47652}}}",
      "both listen on port 47652 of the node. With a lower maxUnavailable, such as 1,",
    ],
  ])("advises a daemon set with %s", (_, pod, containers, told) => {
    const spec = "updateStrategy: {rollingUpdate: {maxUnavailable: 100%}}";
    const yaml = deploymentOf({ spec, pod, containers }).replace("kind: Deployment", "kind: DaemonSet");
    const [found, ...others] = verdictsOf("planned-outage", yaml + serviceOf("{port: 47652}"));
    expect(others).toEqual([]);
    expect(found).toContain(told);
    if (containers !== PROBED || pod !== "") expect(found).not.toContain("maxSurge");
  });

  it("finds the number of pods of an autoscaler's range that all can go", () => {
    const scaled = (min: number) =>
      `${yamlOf(limits("1", "3"))}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: ${min}, maxReplicas: 9}\n`;
    expect(verdictsOf("planned-outage", scaled(3))[0]).toContain("all 3 pods of “web”");
    expect(placesOf("planned-outage", scaled(4))).toEqual([]);
  });

  it("finds it in the steps of a canary whose traffic is routed, not in its maxUnavailable", () => {
    const rollout = (steps: string) =>
      yamlOf(
        `replicas: 3\n  strategy: {canary: {dynamicStableScale: true, trafficRouting: {nginx: {stableIngress: web}}, stableService: a, canaryService: b, steps: [${steps}]}}`,
      )
        .replace("kind: Deployment", "kind: Rollout")
        .replace("apps/v1", "argoproj.io/v1alpha1");
    const none = rollout("{setCanaryScale: {replicas: 0}}, {setWeight: 100}");
    expect(verdictsOf("planned-outage", none)).toEqual([
      "warning - spec/strategy/canary/steps: The steps let a rollout take all 3 pods of “web” out at once: under dynamicStableScale the old pods go with their weight, and setCanaryScale keeps the new ones fewer.",
    ]);
    expect(placesOf("planned-outage", rollout("{setCanaryScale: {replicas: 1}}, {setWeight: 100}"))).toEqual(
      [],
    );
  });

  it("calls one pod the only one", () => {
    expect(verdictsOf("planned-outage", yamlOf(`replicas: 1\n  ${limits("1", "1")}`))[0]).toContain(
      "lets a rollout take the only pod of “web” out at once",
    );
  });

  it("says of defaults that no cluster has any more where they come from", () => {
    const bygone = (spec: string, apiVersion = "extensions/v1beta1") =>
      verdictsOf(
        "planned-outage",
        deploymentOf({ apiVersion, spec, containers: PROBED }) + serviceOf("{port: 8000}"),
        { change: { isRolloutChanged: true } },
      )[0];
    const words = "What its strategy leaves out counts with the defaults of extensions/v1beta1";
    expect(bygone("replicas: 1")).toContain(words);
    expect(bygone("replicas: 1\n  strategy: {rollingUpdate: {maxUnavailable: 1}}")).toContain(words);
    expect(bygone(`replicas: 1\n  ${limits("1", "1")}`)).not.toContain("extensions/v1beta1");
    expect(bygone("replicas: 3\n  strategy: {type: Recreate}")).not.toContain("extensions/v1beta1");
    expect(bygone(`replicas: 1\n  ${limits("1", "1")}`, "apps/v1beta1")).not.toContain("apps/v1beta1");
  });

  it.each([
    ["nobody is known to send traffic", "", "", 0],
    ["a Service sends traffic", serviceOf("{port: 8000}"), "", 1],
    ["another workload's Service stands beside it", serviceOf("{port: 8000}", { selector: "app: a" }), "", 0],
    ["the limit is written", "", limits("1", "1"), 1],
    ["the pods are held, though a Service sends traffic", serviceOf("{port: 8000}"), "paused: true", 0],
    ["the pods are held, though the limit is written", "", `paused: true\n  ${limits("1", "1")}`, 1],
  ])("has defaults that are gone to tell of where %s: %#", (_, beside, strategy, count) => {
    const spec = `replicas: 1\n  ${strategy}`;
    const yaml = deploymentOf({ apiVersion: "extensions/v1beta1", spec, containers: PROBED }) + beside;
    expect(placesOf("planned-outage", yaml)).toHaveLength(count);
  });

  it.each([
    ["catalogue-db:0.3", "{containerPort: 3306}", "LEVEL", 0],
    ["catalogue-db:0.3", "{containerPort: 6000, name: mysql}", "LEVEL", 0],
    ["catalogue-db:0.3", "{containerPort: 8000}", "LEVEL", 1],
    ["catalogue:0.3", "{containerPort: 5432}", "POSTGRES_PASSWORD", 0],
    ["catalogue:0.3", "{containerPort: 5432}", "DB_PASSWORD", 1],
    ["catalogue:0.3", "{containerPort: 8000}", "POSTGRES_PASSWORD", 1],
    ["documentdb-local:16", "{containerPort: 10260}", "LEVEL", 0],
    ["servicegraph:0.2", "{containerPort: 8088}", "LEVEL", 0],
  ])("knows a store by its image and its port: %s, %s, %s", (image, port, env, count) => {
    const containers = `{name: web, image: "registry.example.com/${image}", ports: [${port}], env: [{name: ${env}, value: a}]}`;
    expect(placesOf("planned-outage", yamlOf(`replicas: 1\n  ${limits("1", "1")}`, containers))).toHaveLength(
      count,
    );
  });

  it("leaves a new object of an apiVersion that is gone to what says that it is refused", () => {
    const old = (spec: string, change: object) =>
      placesOf(
        "planned-outage",
        deploymentOf({ apiVersion: "extensions/v1beta1", spec, containers: PROBED }) +
          serviceOf("{port: 8000}"),
        {
          change,
        },
      );
    expect(old("replicas: 1", { isAdded: true })).toEqual([]);
    expect(old("replicas: 1", { isAdded: false })).toHaveLength(1);
    expect(old("replicas: 3\n  strategy: {type: Recreate}", { isAdded: true })).toHaveLength(1);
  });

  it("has nothing to say of a lone pod that was asked to stand alone, until that takes the place of another way", () => {
    const lone = yamlOf("replicas: 1\n  strategy: {type: Recreate}");
    expect(placesOf("planned-outage", lone)).toEqual([]);
    expect(placesOf("planned-outage", lone, { change: { isAdded: true } })).toEqual([]);
    expect(placesOf("planned-outage", lone, { change: { isRolloutChanged: true } })).toHaveLength(1);
  });

  it.each([
    ["a dashboard", "grafana/grafana:11.2.0", []],
    ["an app of a like name", "registry.example.com/grafana-shop:2", ["one"]],
    ["a page of health checks", "xabarilcoding/healthchecksui:5.0.0", []],
    ["a store", "docker.io/library/postgres:16@sha256:00", []],
    ["an app beside a store", "registry.example.com/postgres-admin:1", ["one"]],
  ])("knows by its image %s", (_, image, found) => {
    const yaml = yamlOf(
      `replicas: 1\n  ${limits("1", "1")}`,
      PROBED.replace("image: a", `image: "${image}"`),
    );
    expect(placesOf("planned-outage", yaml)).toHaveLength(found.length);
  });

  it.each([
    ["where its data is", "/var/lib/ledger", 0],
    ["where its data is, in a folder of its own", "/srv/data", 0],
    ["where it has its scratch", "/tmp/cache", 1],
  ])("knows a pod with an empty volume %s", (_, path, count) => {
    const yaml = deploymentOf({
      spec: `replicas: 1\n  ${limits("1", "1")}`,
      containers: PROBED.replace("image: a", `image: a, volumeMounts: [{name: own, mountPath: ${path}}]`),
      pod: "volumes: [{name: own, emptyDir: {}}]",
    });
    expect(placesOf("planned-outage", yaml)).toHaveLength(count);
  });

  it("gives several pods of a store no advice to stand beside each other", () => {
    const yaml = yamlOf(
      "replicas: 3\n  strategy: {type: Recreate}",
      PROBED.replace("image: a", "image: mongo"),
    );
    expect(verdictsOf("planned-outage", yaml)[0]).toMatch(
      /old one has gone, as each pod has data of its own\.$/,
    );
  });

  describe("of a pod that no other can stand beside", () => {
    const volumes = "{name: disk, persistentVolumeClaim: {claimName: data}}";
    const yaml = (spec: string) => deploymentOf({ spec, containers: PROBED, pod: `volumes: [${volumes}]` });
    const changed = { change: { isRolloutChanged: true } };

    it.each(["strategy: {type: Recreate}", limits("0", "1")])(
      "is silent where nothing else goes: %s",
      (spec) => {
        expect(placesOf("planned-outage", yaml(`replicas: 1\n  ${spec}`))).toEqual([]);
      },
    );

    it("is told where the change brings it, without advice that cannot be followed", () => {
      expect(
        verdictsOf("planned-outage", yaml("replicas: 1\n  strategy: {type: Recreate}"), changed),
      ).toEqual([
        "warning - spec/strategy: Recreate stops the only pod of “web” before the first new one starts: every rollout is an outage. A new pod may have to wait until an old one has gone, as its claim “data” may be for one writer.",
      ]);
      expect(verdictsOf("planned-outage", yaml(`replicas: 1\n  ${limits("0", "1")}`), changed)[0]).toContain(
        "out at once. A new pod may have to wait until an old one has gone, as its claim",
      );
    });

    it("is the lone pod of a StatefulSet with its data, until the change makes it the only one", () => {
      const set = (spec: string) =>
        deploymentOf({ spec: `serviceName: web\n  replicas: 1\n  ${spec}`, containers: PROBED }).replace(
          "kind: Deployment",
          "kind: StatefulSet",
        );
      const claims =
        "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]";
      expect(placesOf("planned-outage", set(claims))).toEqual([]);
      expect(placesOf("planned-outage", set(claims), changed)).toHaveLength(1);
      expect(placesOf("planned-outage", set("podManagementPolicy: Parallel"))).toHaveLength(1);
    });

    it("is told of several pods, which share the volume already", () => {
      expect(placesOf("planned-outage", yaml("replicas: 2\n  strategy: {type: Recreate}"))).toHaveLength(1);
    });
  });
});
