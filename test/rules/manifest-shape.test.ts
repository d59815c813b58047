import { describe, expect, it } from "vitest";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf } from "../workload/read-yaml.js";
import { verdictsOf } from "./verdicts.js";

const HEAD = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n";
const container = (entries: string) => deploymentOf({ containers: `{name: web, image: a, ${entries}}` });

describe("manifest-shape", () => {
  it.each([
    ["a whole Deployment", deploymentOf(), []],
    [
      "no apiVersion",
      deploymentOf().replace("apiVersion: apps/v1\n", ""),
      ["apiVersion: apiVersion is missing"],
    ],
    [
      "no name",
      deploymentOf().replace("{name: web}", "{labels: {}}"),
      ["metadata: metadata.name is missing"],
    ],
    [
      "an apiVersion that is a whole sentence",
      deploymentOf().replace("apps/v1", `apps/v1 or ${"older ".repeat(20)}`),
      [
        `apiVersion: apiVersion is “apps/v1 or ${"older ".repeat(11)}ol…”, which has no Deployment; apps/v1 has`,
      ],
    ],
    [
      "a port without a value",
      container("ports: [{containerPort: }]"),
      [
        "spec/template/spec/containers/0/ports/0/containerPort: spec.template.spec.containers[0].ports[0].containerPort is empty, not a number",
      ],
    ],
    ["a generated name", deploymentOf().replace("{name: web}", "{generateName: web-}"), []],
    [
      "meta for metadata",
      deploymentOf().replace("metadata:", "meta:"),
      ["metadata: metadata.name is missing: “meta” is not a field, it is “metadata”"],
    ],
    [
      "a name that is a number",
      deploymentOf().replace("{name: web}", "{name: 12}"),
      ["metadata/name: metadata.name is a number, not a string"],
    ],
    ["no spec", `${HEAD}spec: null\n`, []],
    [
      "a spec with a selector and without a template",
      `${HEAD}spec: {selector: {}}\n`,
      ["spec/template: spec.template is missing"],
    ],
    [
      "a template that is a list",
      `${HEAD}spec: {selector: {}, template: []}\n`,
      ["spec/template: spec.template is a list, not a mapping"],
    ],
    [
      "a template without a spec",
      `${HEAD}spec: {selector: {}, template: {metadata: {}}}\n`,
      ["spec/template/spec: spec.template.spec is missing"],
    ],
    [
      "no containers",
      `${HEAD}spec: {selector: {}, template: {spec: {containers: []}}}\n`,
      ["spec/template/spec/containers: spec.template.spec.containers is missing or empty"],
    ],
    [
      "containers that are a mapping",
      `${HEAD}spec: {selector: {}, template: {spec: {containers: {web: {}}}}}\n`,
      ["spec/template/spec/containers: spec.template.spec.containers is a mapping, not a list"],
    ],
    [
      "a template under the strategy",
      `${HEAD}spec: {strategy: {template: {spec: {}}}}\n`,
      [
        "spec/strategy/template: spec.strategy.template is indented too deep: it belongs directly under spec, and Kubernetes finds no pod template where it is",
      ],
    ],
    [
      "a template under rollingUpdate",
      `${HEAD}spec: {strategy: {rollingUpdate: {template: {}}}}\n`,
      [/^spec\/strategy\/rollingUpdate\/template: .*too deep/],
    ],
    [
      "a template under the selector",
      `${HEAD}spec: {selector: {template: {}}}\n`,
      [/^spec\/selector\/template: .*too deep/],
    ],
    [
      "a container without a name",
      deploymentOf({ containers: "{image: a}" }),
      [
        "spec/template/spec/containers/0/name: spec.template.spec.containers[0] has no name; every container needs one",
      ],
    ],
    [
      "a port that is a number",
      container("ports: [8000]"),
      [
        "spec/template/spec/containers/0/ports/0: spec.template.spec.containers[0].ports[0] is a number, not a mapping",
      ],
    ],
    [
      "a port in quotes",
      container('ports: [{containerPort: "80"}]'),
      [/ports\/0\/containerPort: .* is a string, not a number$/],
    ],
    [
      "a port without a number",
      container("ports: [{name: http}]"),
      [/ports\/0\/containerPort: .* is missing$/],
    ],
    ["port 0", container("ports: [{containerPort: 0}]"), [/is 0; ports go from 1 to 65535$/]],
    ["port 65535", container("ports: [{containerPort: 65535}]"), []],
    ["port 65536", container("ports: [{containerPort: 65536}]"), [/is 65536; ports go/]],
    [
      "a protocol in small letters",
      container("ports: [{containerPort: 80, protocol: tcp}]"),
      [/protocol is none of TCP, UDP and SCTP$/],
    ],
    ["no protocol", container("ports: [{containerPort: 80, protocol: null}]"), []],
    ["a probe that is a word", container("livenessProbe: yes"), [/livenessProbe is a boolean, not a probe$/]],
    [
      "two containers of one name",
      deploymentOf({ containers: "{name: a, image: a}, {name: a, image: b}" }),
      [/containers\/1\/name: .* has the name of another container$/],
    ],
    [
      "an init container of the same name",
      deploymentOf({ pod: "initContainers: [{name: web, image: a}]" }),
      [/containers\/0\/name: .* has the name of another container$/],
    ],
  ])("judges %s", (_, yaml, expected) => {
    const found = verdictsOf("manifest-shape", yaml);
    expect(found).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) {
      const [place, ...rest] = (found[index] as string).replace(/^error \S+ /, "").split(": ");
      const said = rest.join(": ").replace("This Deployment cannot be read: ", "").replace(/\.$/, "");
      if (typeof words === "string") expect(`${place}: ${said}`).toBe(words);
      else expect(`${place}: ${said}`).toMatch(words);
    }
  });

  it.each([
    ["neither selector nor image", `${HEAD}spec: {replicas: 2}\n`],
    ["a $patch directive", `${HEAD}$patch: delete\n`],
    ["a $patch directive in the spec", `${HEAD}spec: {$patch: replace, selector: {}}\n`],
  ])("takes %s for a patch, from which nothing is missing", (_, yaml) => {
    expect(verdictsOf("manifest-shape", yaml)).toEqual([]);
  });
});

describe("a workload whose containers a patch of its kustomization brings", () => {
  const PART = `${HEAD}spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}}\n`;
  const patchOf = (name: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: web, image: a}]}}}\n`;
  const faultsOf = (patches: string, patch: string) =>
    reviewFiles({
      "k8s/web.yaml": PART,
      "k8s/containers.yaml": patch,
      "k8s/kustomization.yaml": `resources: [web.yaml]\n${patches}\n`,
    }).findings.filter(({ rule }) => rule === "manifest-shape").length;
  const inline = patchOf("web").trim().replaceAll("\n", "\n    ");

  it.each([
    ["a patch's path", "patches: [{path: containers.yaml}]", "web", 0],
    ["a bare file name", "patches: [containers.yaml]", "web", 0],
    ["the former field", "patchesStrategicMerge: [containers.yaml]", "web", 0],
    ["text in the kustomization", `patchesStrategicMerge:\n  - |\n    ${inline}`, "other", 0],
    ["a patch of another object", "patches: [{path: containers.yaml}]", "other", 1],
    ["no patch", "namePrefix: a-", "web", 1],
  ])("by %s", (_, patches, name, faults) => {
    expect(faultsOf(patches, patchOf(name))).toBe(faults);
  });
});
