/** What a policy names for renderings and the head does not have is told at the policy's line. */
import { afterAll, describe, expect, test } from "vitest";
import { POLICY_PATH } from "../../src/policy/policy.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { renderSources } from "../../src/render/render-sources.js";
import { stopRenderers } from "../../src/renderer/renderer.js";
import { webChart } from "./chart-files.js";
import { changeOf, renderTrees, reviewTrees, type Texts } from "./review-trees.js";

afterAll(() => stopRenderers());

const POLICY = `render:
  - { chart: gone }
  - chart: other
    values: [other/a.yaml, env/b.yaml, env/there.yaml]
  - chart: web
    values: [env/c.yaml]
`;
const policy = readPolicy(POLICY, POLICY_PATH);
const FILES: Texts = {
  ...webChart("web"),
  ...webChart("other"),
  [POLICY_PATH]: POLICY,
  "env/there.yaml": "replicas: 3\n",
  "k8s/a.yaml": "kind: A\n",
};
const CHANGED = { ...FILES, "k8s/a.yaml": "kind: B\n" };

const told = async (before: Texts | null, after: Texts) =>
  (await reviewTrees(before, after, { policy })).problems
    .filter(({ code }) => code === "rendering")
    .map(({ path, line, message }) => [path, line, message]);

const GONE_CHART = "apiVersion: v2\nname: gone\nversion: 1.0.0\n";
const GONE = [POLICY_PATH, 2, "the policy names the chart “gone”, which is not there"];
const OTHER = [
  POLICY_PATH,
  3,
  "the policy names the values files “other/a.yaml” and “env/b.yaml”, which are not there",
];
const WEB = [POLICY_PATH, 5, "the policy names the values file “env/c.yaml”, which is not there"];

describe("what the policy names for a rendering and is not there", () => {
  test("is told where nothing is rendered, too", async () => {
    expect(await told(FILES, CHANGED)).toEqual([GONE, OTHER, WEB]);
    expect(await told(FILES, { ...CHANGED, "env/c.yaml": "", "gone/Chart.yaml": GONE_CHART })).toEqual([
      OTHER,
    ]);
  });

  test("is told of a chart that is rendered by that alone", async () => {
    const after = { ...FILES, ...webChart("web", { "values.yaml": "replicas: 3\ntag: v2\n" }) };
    const all = await told(FILES, after);
    expect(all.slice(0, 2)).toEqual([GONE, OTHER]);
    expect(all.slice(2)).toEqual([["web/Chart.yaml", 1, expect.stringContaining('"env/c.yaml"')]]);
  });

  test("is told of files that all count as new", async () => {
    expect((await told(null, FILES)).slice(0, 1)).toEqual([GONE]);
  });

  test("is not told of a policy that the change writes, or that stands in another repository", async () => {
    expect(await told(FILES, { ...CHANGED, [POLICY_PATH]: `# new\n${POLICY}` })).toEqual([]);
    const { [POLICY_PATH]: _, ...without } = FILES;
    expect(await told(without, { ...without, "k8s/a.yaml": "kind: B\n" })).toEqual([]);
  });

  test("is not told where only a part of the files is known", async () => {
    const { changeSet, trees } = changeOf(FILES, CHANGED);
    const part = { ...trees, head: { ...trees.head, isInPart: () => true } };
    expect(await renderSources(changeSet, part, { render: policy.render })).toEqual([]);
    expect(await renderTrees(FILES, CHANGED, { render: policy.render })).toHaveLength(1);
  });
});
