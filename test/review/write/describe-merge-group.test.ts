import { describe, expect, it } from "vitest";
import type { WorkloadReport } from "../../../src/review/review-plan.js";
import { describeMergeGroup, type GroupPull } from "../../../src/review/write/describe-merge-group.js";
import { plan } from "../../github/plans.js";

const URL = "https://github.com/octo/shop";

const workload = (name: string, path = `k8s/${name}.yaml`): WorkloadReport => ({
  ...{ id: `${path}#apps/Deployment//${name}`, kind: "Deployment", apiVersion: "apps/v1" },
  ...{ namespace: null, name, path, line: 1, change: "modified", rollsPods: true, before: null, after: null },
});

function summaryOf(pulls: GroupPull[], workloads: WorkloadReport[], complete = true): string {
  const given = { pulls, complete, repositoryUrl: URL };
  return describeMergeGroup(plan([], [], { workloads }), given).check.summary;
}

describe("the check of a merge group", () => {
  it("names a workload with every pull request that changes its file", () => {
    const both = [
      { number: 1, paths: ["k8s/web.yaml", "README.md"] },
      { number: 2, paths: ["k8s/web.yaml", "k8s/api.yaml"] },
    ];
    const summary = summaryOf(both, [workload("web"), workload("api")]);
    expect(summary).toContain(`| [#1](${URL}/pull/1) | \`Deployment web\` |`);
    expect(summary).toContain(`| [#2](${URL}/pull/2) | \`Deployment web\`, \`Deployment api\` |`);
    expect(summary).not.toContain("not told apart");
  });

  it("says whose files are not known", () => {
    const summary = summaryOf(
      [
        { number: 1, paths: null },
        { number: 2, paths: [] },
      ],
      [workload("web")],
    );
    expect(summary).toContain(`| [#1](${URL}/pull/1) | not told apart |`);
    expect(summary).toContain("| not told apart | `Deployment web` |");
  });

  it("lets no name break its table", () => {
    const summary = summaryOf(
      [
        { number: 1, paths: ["a"] },
        { number: 2, paths: [] },
      ],
      [workload("x | y` <b> @octo\nz", "a")],
    );
    expect(summary).toContain(`| [#1](${URL}/pull/1) | \`\` Deployment x \\| y\` <b> @octo z \`\` |`);
  });

  it("keeps its title within GitHub's length however many it holds", () => {
    const pulls = Array.from({ length: 40 }, (_, i) => ({ number: 1_000_000 + i, paths: [] }));
    const long = plan([], [], { title: "t".repeat(255) });
    const { title } = describeMergeGroup(long, { pulls, complete: true, repositoryUrl: URL });
    expect(title).toMatch(/^#1000000, #1000001, #1000002, #1000003, #1000004 and 35 more: t+…$/);
    expect(title.length).toBe(255);
  });

  it("says that it does not know where GitHub does not tell", () => {
    const given = { pulls: [], complete: false, repositoryUrl: URL };
    const { title, check } = describeMergeGroup(plan([]), given);
    expect(title).toBe(plan([]).title);
    expect(check.summary).toBe("GitHub does not say which pull requests this merge group holds.\n\na table");
  });
});
