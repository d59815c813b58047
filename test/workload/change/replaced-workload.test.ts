/** Which workload a new one takes the place of, and what speaks for two different matters. */
import { describe, expect, it } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";
import { deploymentOf, serviceOf } from "../read-yaml.js";

type Texts = Record<string, string>;

const SERVICE = serviceOf("{port: 80, targetPort: 8000}");
const named = (name: string, yaml = deploymentOf()) =>
  yaml.replace("metadata: {name: web}", `metadata: {name: ${name}}`);
const asKind = (kind: string, yaml = deploymentOf()) => yaml.replace("kind: Deployment", `kind: ${kind}`);
const within = (namespace: string, yaml = deploymentOf()) =>
  yaml.replace("metadata: {name: web}", `metadata: {name: web, namespace: ${namespace}}`);
const kustomization = (...resources: string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources.join(", ")}]\n`;

/** Names of the workloads that are told to take a place; a null in the texts stands for a file that is not there. */
function replaced(before: Texts, after: Texts): string[] {
  const gone = Object.keys(before).filter((path) => after[path] === undefined);
  const all = { ...after, ...Object.fromEntries(gone.map((path) => [path, "---\n"])) };
  return reviewFiles(all, before).findings.flatMap(({ id, workload }) =>
    id.endsWith(" replacement") ? (workload?.slice(workload.indexOf("#") + 1) ?? []) : [],
  );
}

const one = (yaml: string, more = SERVICE) => ({ "k8s/web.yaml": `${yaml}${more}` });

describe("a workload that takes the place of another", () => {
  it.each<[string, Texts, Texts, string[]]>([
    ["another kind of the name", one(deploymentOf()), one(asKind("StatefulSet")), ["apps/StatefulSet//web"]],
    ["another name", one(deploymentOf()), one(named("web-v2")), ["apps/Deployment//web-v2"]],
    [
      "another name in another file",
      { ...one(deploymentOf()) },
      { "k8s/web.yaml": SERVICE, "k8s/v2.yaml": named("web-v2") },
      ["apps/Deployment//web-v2"],
    ],
    [
      "another file of a kustomization",
      { ...one(deploymentOf()), "k8s/kustomization.yaml": kustomization("web.yaml") },
      {
        "k8s/web.yaml": SERVICE,
        "k8s/v2.yaml": named("web-v2"),
        "k8s/kustomization.yaml": kustomization("web.yaml", "v2.yaml"),
      },
      ["apps/Deployment//web-v2"],
    ],
    [
      "the Service turns to the new one",
      one(
        deploymentOf({ labels: "app: web, slot: a" }),
        serviceOf("{port: 80, targetPort: 8000}", { selector: "slot: a" }),
      ),
      one(
        named("web-b", deploymentOf({ labels: "app: web, slot: b" })),
        serviceOf("{port: 80, targetPort: 8000}", { selector: "slot: b" }),
      ),
      ["apps/Deployment//web-b"],
    ],
  ])("is found: %s", (_, before, after, found) => {
    expect(replaced(before, after)).toEqual(found);
  });

  it.each<[string, Texts, Texts]>([
    [
      "the same object in another file",
      one(deploymentOf()),
      { "k8s/web.yaml": SERVICE, "k8s/app.yaml": deploymentOf() },
    ],
    ["no Service", one(deploymentOf(), ""), one(named("web-v2"), "")],
    [
      "another Service of another name",
      one(deploymentOf()),
      one(named("shop"), serviceOf("{port: 80, targetPort: 8000}", { name: "shop" })),
    ],
    [
      "another app behind the Service",
      one(deploymentOf()),
      one(
        named(
          "proxy",
          deploymentOf({ containers: "{name: proxy, image: envoy, ports: [{containerPort: 8000}]}" }),
        ),
      ),
    ],
    ["no pods before", one(deploymentOf({ spec: "replicas: 0" })), one(named("web-v2"))],
    ["no pods after", one(deploymentOf()), one(named("web-v2", deploymentOf({ spec: "replicas: 0" })))],
    [
      "another one stays behind the Service",
      one(`${deploymentOf()}---\n${named("green")}`),
      one(`${named("green")}---\n${named("web-v2")}`),
    ],
    [
      "the new one was there before",
      one(`${deploymentOf()}---\n${named("web-v2")}`),
      one(named("web-v2", deploymentOf({ spec: "replicas: 4" }))),
    ],
    [
      "another folder",
      { "a/web.yaml": deploymentOf() + SERVICE },
      { "b/web.yaml": named("web-v2") + SERVICE },
    ],
    ["another namespace", one(within("blue")), one(within("green", asKind("StatefulSet")))],
    [
      "two places that have it now",
      { ...one(deploymentOf()), "b/web.yaml": named("other") },
      {
        "k8s/web.yaml": named("web-v2") + SERVICE,
        "b/web.yaml": deploymentOf(),
        "c/web.yaml": deploymentOf(),
      },
    ],
    [
      "a kustomization takes in more than the change shows",
      { ...one(deploymentOf()), "k8s/kustomization.yaml": kustomization("web.yaml") },
      { ...one(named("web-v2")), "k8s/kustomization.yaml": kustomization("web.yaml", "../legacy") },
    ],
    [
      "a template of the change may hold the old one",
      one(deploymentOf()),
      {
        ...one(named("web-v2")),
        "k8s/more.yaml": "kind: Deployment\nmetadata: {name: {{ .Values.name }}}\n",
      },
    ],
    [
      "a Service of operators",
      one(
        deploymentOf({
          containers: "{name: web, image: web, ports: [{containerPort: 9090, name: metrics}]}",
        }),
        serviceOf("{port: 9090, name: metrics, targetPort: metrics}"),
      ),
      one(
        named(
          "web-v2",
          deploymentOf({
            containers: "{name: web, image: web, ports: [{containerPort: 9090, name: metrics}]}",
          }),
        ),
        serviceOf("{port: 9090, name: metrics, targetPort: metrics}"),
      ),
    ],
  ])("is not found: %s", (_, before, after) => {
    expect(replaced(before, after)).toEqual([]);
  });

  it("says why none can stand beside the other, where one holds what both need", () => {
    const held = (yaml: string) =>
      yaml.replace(
        "spec: {containers",
        "spec: {volumes: [{name: a, persistentVolumeClaim: {claimName: data}}], containers",
      );
    const { findings } = reviewFiles(one(held(named("web-v2"))), one(held(deploymentOf())));
    const [told] = findings.filter(({ id }) => id.endsWith(" replacement"));
    expect(told?.message).toContain(
      "A new pod may have to wait until an old one has gone, as its claim “data”",
    );
    expect(told?.message).not.toContain("Add Deployment");
  });
});
