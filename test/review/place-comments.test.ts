import { describe, expect, it } from "vitest";
import { deployment, reviewFiles } from "../engine/review-files.js";

const LIVENESS = "          livenessProbe: {httpGet: {port: nobody}}\n";
const places = (after: Record<string, string>, before: Record<string, string> = {}, policy = {}) =>
  reviewFiles(after, before, policy).comments.map(
    ({ path, line, suggestion }) => `${path}:${line}${suggestion === null ? "" : " suggestion"}`,
  );

describe("comments", () => {
  it("say all of one container in one place", () => {
    const plan = reviewFiles({
      "a.yaml": deployment({ container: `${LIVENESS.replace("}}", "}, failureThreshold: 9}")}` }),
    });
    expect(plan.comments).toHaveLength(1);
    expect(plan.findings.map(({ rule }) => rule)).toEqual(["readiness-gate", "probe-target"]);
    expect(plan.comments[0]?.findings).toEqual(plan.findings.map(({ id }) => id));
    expect(plan.comments[0]?.body.match(/\*\*Error\*\*/g)).toHaveLength(2);
  });

  it("explain the same of one object once in a folder, and have their button at each file", () => {
    const files = {
      "a/web.yaml": deployment(),
      "a/web-2.yaml": deployment(),
      "b/web.yaml": `${deployment()}# the third\n`,
    };
    const told = (after: Record<string, string>) =>
      reviewFiles(after, {}).comments.map(({ path, body, suggestion }) => {
        const at = /the same as at \[?`([^`]*)`/.exec(body)?.[1];
        return `${path} ${at ?? "in full"}${suggestion === null ? "" : ", button"}`;
      });
    expect(told(files)).toEqual([
      "a/web-2.yaml in full, button",
      "a/web.yaml a/web-2.yaml:16, button",
      "b/web.yaml in full, button",
    ]);
    const other = { ...files, "a/web.yaml": deployment({ replicas: "4" }) };
    expect(told(other)[1]).toBe("a/web.yaml in full, button");
    expect(told({ ...files, "a/web.yaml": deployment({ name: "shop" }) })[1]).toBe(
      "a/web.yaml in full, button",
    );
  });

  it("say once of copies what is to be said of each, and name the others", () => {
    const told = (after: Record<string, string>, before: Record<string, string> = {}) =>
      reviewFiles(after, before).comments.map(({ path, body, findings }) => {
        const copies = /^(.*) (?:is a copy|are copies) of this file/m.exec(body)?.[1] ?? "none";
        return `${path}: ${copies}, ${findings.length}`;
      });
    const [text, other] = [deployment(), deployment({ replicas: "4" })];
    expect(told({ "a/web.yaml": text, "b/web.yaml": text, "c/app.yaml": text, "d/web.yaml": other })).toEqual(
      ["a/web.yaml: `b/web.yaml`, `c/app.yaml`, 3", "d/web.yaml: none, 1"],
    );
    // Where a copy was otherwise before, another thing is new in it.
    const probed = deployment({ container: "          readinessProbe: {tcpSocket: {port: 8000}}\n" });
    expect(
      told(
        { "a/web.yaml": text, "b/web.yaml": text },
        { "a/web.yaml": probed, "b/web.yaml": text.replace("web:1", "web:0") },
      ),
    ).toEqual(["a/web.yaml: none, 1", "b/web.yaml: none, 1"]);
  });

  it("say in one place that all pods go and that no gate is there", () => {
    const recreate = deployment({ spec: "  strategy: {type: Recreate}\n" });
    const [comment, ...others] = reviewFiles({ "a.yaml": recreate }).comments;
    expect(others).toEqual([]);
    expect(comment?.body.match(/^Warning: .{8}/gm)).toEqual(["Warning: Traffic ", "Warning: Recreate"]);
  });

  it("stand at what they speak of where they have no edit to carry", () => {
    expect(places({ "a.yaml": deployment({ replicas: "-1" }) })).toEqual(["a.yaml:6"]);
  });

  it("stand at the first line of theirs that the diff shows", () => {
    const spec = "  strategy:\n    rollingUpdate:\n      maxSurge: 0\n      maxUnavailable: 0\n";
    const padding = "  minReadySeconds: 0\n  revisionHistoryLimit: 3\n  progressDeadlineSeconds: 700\n";
    const before = deployment({ spec: spec + padding });
    // The fault is in line 10; the hunk of the change behind it begins in line 11.
    const rolled = before.replace("web:1", "web:2");
    const after = rolled.replace("progressDeadlineSeconds: 700", "progressDeadlineSeconds: 701");
    expect(places({ "a.yaml": after }, { "a.yaml": before })).toEqual(["a.yaml:10"]);
    const further = rolled.replace(
      "matchLabels:\n      app: web",
      "matchLabels:\n      app: web\n      a: b",
    );
    expect(
      reviewFiles({ "a.yaml": further }, { "a.yaml": before }).comments.map(({ line }) => line),
    ).not.toContain(10);
  });

  it("carry no suggestion where GitHub's button would rewrite line ends, and still say what to add", () => {
    const [comment] = reviewFiles({ "a.yaml": deployment().replaceAll("\n", "\r\n") }).comments;
    expect(comment).toMatchObject({ line: 19, suggestion: null });
    expect(comment?.body).toContain("```yaml\nreadinessProbe:\n");
  });

  it("carry no suggestion of a line that is too long to be shown", () => {
    const json = JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", annotations: { long: "x".repeat(50_000) } },
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "a", image: "a", ports: [{ containerPort: 1 }] }] },
        },
      },
    });
    const plan = reviewFiles({ "a.json": json });
    expect(plan.comments).toMatchObject([{ line: 1, suggestion: null }]);
    expect(plan.findings[0]?.fix?.edits).toHaveLength(1);
  });

  it("are at most thirty, errors before warnings, and the body lists what it has room for of the rest, the check all", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => {
        const spec = index < 10 ? "  strategy: {type: Recreate}\n" : "";
        return [`k8s/${String(index).padStart(2, "0")}.yaml`, deployment({ name: `w${index}`, spec })];
      }),
    );
    const plan = reviewFiles(files);
    expect(plan.comments).toHaveLength(30);
    expect(plan.comments.every(({ path }) => path >= "k8s/10")).toBe(true);
    expect(plan.reviewBody).toContain("Besides the comments below");
    const told = plan.reviewBody?.match(/^- Warning at/gm)?.length ?? 0;
    expect(told).toBeGreaterThan(1);
    expect(plan.reviewBody).toContain(`- … and ${20 - told} more findings: the check lists them.`);
    expect(plan.check.summary).toContain(
      `**50 findings**: 30 in comments at their lines, ${told} in the review's text and all of them here`,
    );
    expect(plan.check.summary.match(/^- (?:Warning|\*\*Error\*\*) at/gm)).toHaveLength(50);
  });

  it("leave out of a generated file what one at its source says, and nothing else", () => {
    const made = (text: string) => `# Code generated by make. DO NOT EDIT.\n${text}`;
    const paths = (after: Record<string, string>) => reviewFiles(after).comments.map(({ path }) => path);
    const source = deployment();
    expect(paths({ "a.yaml": made(source), "b.yaml": source })).toEqual(["b.yaml"]);
    expect(paths({ "a.yaml": source, "b.yaml": source })).toEqual(["a.yaml", "b.yaml"]);
    expect(paths({ "a.yaml": made(source), "b.yaml": made(source) })).toEqual(["a.yaml"]);
    // Other numbers are another matter.
    expect(paths({ "a.yaml": made(deployment({ replicas: "5" })), "b.yaml": source })).toEqual([
      "a.yaml",
      "b.yaml",
    ]);
    const [comment] = reviewFiles({ "a.yaml": made(source), "b.yaml": source }).comments;
    expect(comment?.body).toContain("The same stands in 1 more file that a tool wrote");
  });

  it("leave out of a bundle what one at a file says whose objects it holds", () => {
    const paths = (after: Record<string, string>) => reviewFiles(after).comments.map(({ path }) => path);
    const [web, api] = ["web", "api"].map((name) => deployment({ name })) as [string, string];
    const all = `${web}---\n${api}`;
    const files = { "a.yaml": all, "src/api.yaml": api, "src/web.yaml": web };
    expect(paths(files)).toEqual(["src/api.yaml", "src/web.yaml"]);
    expect(reviewFiles(files).comments[0]?.body).toContain(
      "The same object stands in 1 more file that holds those of several files.",
    );
    expect(reviewFiles(files).findings).toHaveLength(4);
    // Each is its own where the values differ, or a file has objects that the other has not.
    const other = deployment({ name: "web", replicas: "5" });
    expect(paths({ ...files, "src/web.yaml": other })).toEqual(["a.yaml", "src/api.yaml", "src/web.yaml"]);
    const elsewhere = web.replace("name: web", "name: web\n  namespace: prod");
    expect(paths({ ...files, "src/web.yaml": elsewhere })).toContain("a.yaml");
  });

  it("are at each file of an app's environments, although one holds the objects of others", () => {
    const paths = (after: Record<string, string>) => reviewFiles(after).comments.map(({ path }) => path);
    const web = deployment();
    const more = ["ConfigMap", "Secret"].map(
      (kind) => `---\napiVersion: v1\nkind: ${kind}\nmetadata: {name: web}\n`,
    );
    const settings = `${web}${more[0]}`;
    expect(paths({ "dev/web.yaml": web, "prod/web.yaml": settings })).toHaveLength(2);
    const service =
      "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";
    const quota = service.replaceAll("name: web", "name: other");
    expect(
      paths({
        "dev/web.yaml": web,
        "stage/web.yaml": `${web}${service}${more[0]}`,
        "prod/web.yaml": `${web}${service}${quota}${more.join("")}`,
      }),
    ).toHaveLength(3);
  });

  it("have one item in the body for an object of several files, where no diff shows its lines", () => {
    const made = (name: string, namespace: string) =>
      `# Code generated by make. DO NOT EDIT.\n${deployment({ name })}`.replace(
        `name: ${name}\n`,
        `name: ${name}\n  namespace: ${namespace}\n`,
      );
    const files = (image: string) =>
      Object.fromEntries(
        ["a", "b", "c"].map((path) => [
          `${path}.yaml`,
          `${made("web", path)}---\n${made("api", path)}`.replaceAll("web:1", image),
        ]),
      );
    // The pods roll for a label at their head, far from where the probe would be.
    const padded = (text: string) =>
      text.replaceAll("metadata:\n      labels:", `metadata:\n      labels:\n        x: "1"`);
    const before = files("web:1");
    const after = Object.fromEntries(Object.entries(before).map(([path, text]) => [path, padded(text)]));
    const plan = reviewFiles(after, before);
    expect([plan.comments.length, plan.findings.length]).toEqual([0, 6]);
    for (const text of [plan.reviewBody, plan.check.summary]) {
      expect(text?.match(/^- \*\*Error\*\*.* The same at .*b\.yaml.*c\.yaml.*\.$/gm)).toHaveLength(2);
      expect(text?.match(/^- /gm)).toHaveLength(2);
    }
    expect(plan.reviewBody?.match(/readinessProbe:/g)).toHaveLength(2);
  });

  it("are five for one slip in many files, and leave room for what else there is", () => {
    const slip = (index: number) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: s${index}}\nspec:\n  clusterIp: None\n  ports: [{port: 80}]\n`;
    const services = Array.from({ length: 36 }, (_, index) => [
      `k8s/${10 + index}/service.yaml`,
      slip(index),
    ]);
    const plan = reviewFiles({ ...Object.fromEntries(services), "web/web.yaml": deployment() });
    const of = (rule: string) =>
      new Set(plan.findings.filter((one) => one.rule === rule).map(({ id }) => id));
    const slips = plan.comments.filter(({ findings }) => findings.every((id) => of("unknown-field").has(id)));
    expect([of("unknown-field").size, slips.length, plan.comments.length]).toEqual([36, 5, 6]);
    expect(slips.map(({ path }) => path)).toEqual(services.slice(0, 5).map(([path]) => path));
    expect(slips.map(({ body }) => /The same stands at (\d+) more places/.exec(body)?.[1])).toEqual([
      "31",
      ...Array.from({ length: 4 }),
    ]);
    // One item of the body has all the others.
    expect(plan.reviewBody?.match(/^- Warning at/gm)).toHaveLength(1);
    const others = /The same at .*/.exec(plan.reviewBody ?? "")?.[0] ?? "";
    expect(new Set(others.match(/k8s\/\d+\/service\.yaml/g)).size).toBe(30);
  });

  it("are five for one slip at many places of a list", () => {
    const ports = Array.from(
      { length: 9 },
      (_, index) => `    - {name: Port_${index}, port: ${80 + index}}\n`,
    );
    const service = `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n${ports.join("")}`;
    const plan = reviewFiles({ "service.yaml": service });
    expect([plan.findings.length, plan.comments.length]).toEqual([9, 5]);
  });

  it("leave in the body one slip of several values apart, each with its own fix", () => {
    const slip = (ip: string, index: number) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: s${index}}\nspec:\n  clusterIp: ${ip}\n  ports: [{port: 80}]\n`;
    const plan = reviewFiles(
      Object.fromEntries(
        Array.from({ length: 9 }, (_, index) => [
          `k8s/${10 + index}/service.yaml`,
          slip(index % 2 === 0 ? "None" : `10.0.0.${index}`, index),
        ]),
      ),
    );
    const items = plan.reviewBody?.split(/^- /m).slice(1) ?? [];
    const said = items.map((item) => [
      [...new Set(item.match(/k8s\/\d+/g))],
      /clusterIP: (\S+)$/m.exec(item)?.[1],
    ]);
    expect(said).toEqual([
      [["k8s/15"], "10.0.0.5"],
      [["k8s/16", "k8s/18"], "None"],
      [["k8s/17"], "10.0.0.7"],
    ]);
    // The check shows no fix, and one item is enough.
    expect(plan.check.summary.match(/^- Warning at/gm)).toHaveLength(1);
  });

  it.each<[string, object, Record<string, string>, number]>([
    ["all", {}, {}, 1],
    ["new", {}, {}, 1],
    ["none", {}, {}, 0],
    // An old error is told where this change replaces its pods, or where it fails the check.
    ["all", {}, { "a.yaml": deployment({ name: "web" }).replace("web:1", "web:0") }, 1],
    ["new", {}, { "a.yaml": deployment({ name: "web" }).replace("web:1", "web:0") }, 0],
    ["all", {}, { "a.yaml": deployment({ replicas: "2" }) }, 0],
    ["all", { block: "changed" }, { "a.yaml": deployment({ replicas: "2" }) }, 0],
    // Whether it is old is unknown.
    ["all", {}, { "a.yaml": "{{ not yaml" }, 1],
  ])("are, with comments: %s and %j after %j, %d", (comments, rest, before, count) => {
    const policy = { comments: comments as "all", ...rest };
    const { findings, spoken, reviewBody } = reviewFiles({ "a.yaml": deployment() }, before, policy);
    expect(findings).toHaveLength(1);
    expect(spoken).toHaveLength(count);
    expect(reviewBody === null).toBe(count === 0);
  });

  it("are made of an old error of a document that cannot be read, as the change edits it", () => {
    const broken = { "a.yaml": "apiVersion: apps/v1\nkind: Deployment\n  broken: [\n# 1\n" };
    const after = { "a.yaml": broken["a.yaml"].replace("# 1", "# 2") };
    expect(reviewFiles(after, broken).findings.map(({ state, severity }) => `${state} ${severity}`)).toEqual([
      "existing error",
    ]);
    expect(reviewFiles(after, broken).spoken).toHaveLength(1);
    expect(reviewFiles(after, broken, { comments: "new" }).spoken).toEqual([]);
  });

  it("are not made of warnings that were there before", () => {
    const recreate = "  strategy: {type: Recreate}\n";
    const before = { "a.yaml": deployment({ spec: recreate }) };
    const after = { "a.yaml": deployment({ spec: recreate }).replace("web:1", "web:2") };
    const plan = reviewFiles(after, before);
    expect(plan.findings.map(({ state, severity }) => `${state} ${severity}`)).toEqual(["existing warning"]);
    expect([plan.comments, plan.reviewBody]).toEqual([[], null]);
  });

  it("are known again by what they speak of, never by a line", () => {
    const prints = (text: string) =>
      reviewFiles({ "a.yaml": text }).comments.map(({ fingerprint }) => fingerprint);
    expect(prints(`# one line more\n${deployment()}`)).toEqual(prints(deployment()));
    expect(prints(deployment({ name: "other" }))).not.toEqual(prints(deployment()));
    expect(prints(deployment())[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});
