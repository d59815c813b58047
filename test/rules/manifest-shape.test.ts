import { describe, expect, it } from "vitest";
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
      [/ports\/0\/containerPort: .* is empty, not a number$/],
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
