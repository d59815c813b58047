import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";

const PROBED =
  "{name: web, image: web, ports: [{name: http, containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}";
const web = (options: Parameters<typeof deploymentOf>[0] = {}) =>
  deploymentOf({ containers: PROBED, ...options });
const FRONT = serviceOf("{port: 80, targetPort: http}", { selector: "app: web, tier: front" });
const TIERED = { labels: "app: web, tier: front" };

/** A change of one file to another, both with the same Service beside. */
function reviewOf(before: string, after: string, [then, now] = [FRONT, FRONT], policy = {}) {
  return reviewFiles(
    { "k8s/web.yaml": after, "k8s/service.yaml": now },
    { "k8s/web.yaml": before, "k8s/service.yaml": then },
    policy,
  );
}

function mismatchesOf(...change: Parameters<typeof reviewOf>): string[] {
  return reviewOf(...change)
    .findings.filter(({ rule }) => rule === "service-mismatch")
    .map(({ severity, state, path, line, message }) => `${state} ${severity} ${path}:${line} ${message}`);
}

describe("service-mismatch", () => {
  it("says which label the change takes away, at the labels of the pods", () => {
    expect(mismatchesOf(web(TIERED), web())).toEqual([
      "new error k8s/web.yaml:8 A rollout of “web” takes 3 of 3 pods out of service although every pod is ready: Service “web” selects by “tier: front”, and this change takes that label from the pods.",
    ]);
  });

  it("says which label the change gives the pods instead", () => {
    const [message] = mismatchesOf(web(TIERED), web({ labels: "app: web, tier: back" }));
    expect(message).toContain("and this change gives the pods “tier: back”.");
  });

  it("names the other labels too", () => {
    const front = serviceOf("{port: 80, targetPort: http}", { selector: "a: b, app: web, tier: front" });
    const [message] = mismatchesOf(web({ labels: "a: b, app: web, tier: front" }), web(), [front, front]);
    expect(message).toContain(
      "selects by “a: b” (and by “tier: front”, which they do not have), and this change",
    );
  });

  it("is silent of a label that the workload's own selector asks for too, as that is refused", () => {
    const plain = serviceOf("{port: 80, targetPort: http}");
    const after = web({ labels: "tier: front" });
    expect(mismatchesOf(web(TIERED), after, [plain, plain])).toEqual([]);
    expect(mismatchesOf(web(TIERED), after, [plain, plain], { rules: { "refused-object": "off" } })).toEqual([
      "new error k8s/web.yaml:8 Once the API server takes “web”, its new pods get no traffic, however ready they are: Service “web” selects by “app: web”, and this change takes that label from the pods.",
    ]);
  });

  it("counts no pods of a rollout that is refused for something else", () => {
    const refused = web({ spec: "replicas: 3\n  revisionHistoryLimit: -1" });
    expect(mismatchesOf(web(TIERED), refused)[0]).toContain("error k8s/web.yaml:9 Once the API server takes");
    const app = serviceOf("{port: 80, targetPort: http}");
    const moved = app.replace("{app: web}", "{app: wbe}");
    expect(mismatchesOf(web(), refused, [app, moved])[0]).toContain(
      "Applying this takes every pod of “web” out of service at once",
    );
  });

  it("names a label that the pods gave up before one that they never had", () => {
    const more = serviceOf("{port: 80, targetPort: http}", { selector: "a: b, app: web, tier: front" });
    const [message] = mismatchesOf(web(TIERED), web(), [FRONT, more]);
    expect(message).toContain("“tier: front” (and by “a: b”, which they do not have), and this change takes");
  });

  it("stands at the Service where only that changed, and costs every pod at once", () => {
    const app = serviceOf("{port: 80, targetPort: http}");
    expect(mismatchesOf(web(), web(), [app, app.replace("{app: web}", "{app: wbe}")])).toEqual([
      "new error k8s/service.yaml:5 Applying this takes 3 of 3 pods of “web” out of service at once although every pod is ready: Service “web” now selects by “app: wbe”, and the pods have “app: web”.",
    ]);
    expect(mismatchesOf(web(), web(), [app, FRONT])[0]).toContain("and the pods have no label “tier”.");
  });

  it("says that a container only waits by the command that the change gives it", () => {
    const app = serviceOf("{port: 8000}");
    const [serving, waiting] = ["web", "tail, -f, /dev/null"].map((command) =>
      deploymentOf({ containers: `{name: web, image: web, command: [${command}]}` }),
    ) as [string, string];
    expect(mismatchesOf(serving, waiting, [app, app])).toEqual([
      "new warning k8s/web.yaml:9 New pods of “web” answer nobody, however ready they are: Service “web” routes to port 8000, and this change has “web” only run “tail -f /dev/null”. If somebody starts the server in the pod by hand, nothing is lost.",
    ]);
    expect(reviewOf(serving, waiting, [app, app]).workloads[0]?.after?.worstCase).toBe(3);
    expect(reviewOf(serving, waiting, [app, app]).problems).toEqual([]);
    expect(mismatchesOf(waiting, waiting.replace("/dev/null", "/dev/zero"), [app, app])).toEqual([]);
  });

  it("says which port's name nobody declares any more, at the container that did", () => {
    const renamed = web({ ...TIERED, containers: PROBED.replace("name: http", "name: web") });
    const { findings } = reviewOf(web(TIERED), renamed);
    expect(findings).toMatchObject([{ rule: "service-mismatch", container: "web" }]);
    expect(findings[0]?.message).toContain(
      "Service “web” routes its port 80 to the container port named “http”, which no container declares any more.",
    );
  });

  it("says which names there are, where the Service asks for another", () => {
    const other = FRONT.replace("targetPort: http", "targetPort: web");
    expect(mismatchesOf(web(TIERED), web(TIERED), [FRONT, other])[0]).toContain(
      "now routes its port 80 to a container port named “web”, and the containers declare “http”.",
    );
    const unnamed = web({ ...TIERED, containers: PROBED.replace("name: http, ", "") });
    const numbered = FRONT.replace("targetPort: http", "targetPort: 8000");
    expect(mismatchesOf(unnamed, unnamed, [numbered, FRONT])[0]).toContain(
      "and no container declares a name.",
    );
  });

  it("says for which protocol a name is asked, where it is declared for another", () => {
    const overUdp = FRONT.replace("targetPort: http", "targetPort: http, protocol: UDP");
    expect(mismatchesOf(web(TIERED), web(TIERED), [FRONT, overUdp])[0]).toContain(
      "now routes its port 80 to a UDP container port named “http”, and no container declares a name for UDP.",
    );
    const both = PROBED.replace("8000}]", "8000}, {name: dns, containerPort: 53, protocol: UDP}]");
    const dns = web({ ...TIERED, containers: both });
    expect(mismatchesOf(dns, dns, [FRONT, overUdp])[0]).toContain(
      "and the containers declare “dns” for UDP.",
    );
    const moved = PROBED.replace("containerPort: 8000", "containerPort: 8000, protocol: UDP");
    expect(mismatchesOf(web(TIERED), web({ ...TIERED, containers: moved }))[0]).toContain(
      "to the TCP container port named “http”, which no container declares any more.",
    );
  });

  it("gives a worst case of every pod, and leaves the budget as it is", () => {
    const { workloads, conclusion } = reviewOf(web(TIERED), web());
    expect(workloads[0]?.before).toMatchObject({ budget: 0, worstCase: 0 });
    expect(workloads[0]?.after).toMatchObject({ budget: 0, worstCase: 3, worstShare: 1, gated: true });
    expect(conclusion).toBe("failure");
  });

  it.each([
    ["an autoscaler's range, at its smallest", "minReadySeconds: 1", 2],
    ["Recreate", "replicas: 4\n  strategy: {type: Recreate}", 4],
    ["one pod", "replicas: 1", 1],
  ])("gives every pod of %s", (_, spec, worstCase) => {
    const scaler = `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 9}\n`;
    const around = spec.startsWith("min") ? scaler : "";
    const { workloads } = reviewOf(web({ ...TIERED, spec }) + around, web({ spec }) + around);
    expect(workloads[0]?.after).toMatchObject({ worstCase, worstShare: 1 });
  });

  it("gives nothing where the controller replaces no pod, and still says that new ones are lost", () => {
    const daemonSet = (labels: string) =>
      web({ labels, spec: "updateStrategy: {type: OnDelete}" }).replace(
        "kind: Deployment",
        "kind: DaemonSet",
      );
    const policy = { ...DEFAULT_POLICY, nodes: 5 };
    const { workloads, findings } = reviewOf(
      daemonSet("app: web, tier: front"),
      daemonSet("app: web"),
      undefined,
      policy,
    );
    expect(workloads[0]?.after).toMatchObject({ worstCase: 0 });
    expect(findings[0]?.message).toContain("New pods of “web” get no traffic, however ready they are: ");
  });

  it("leaves the worst case as it is where only a part of the Service is lost", () => {
    const both = `${PROBED.replace("}], readiness", "}, {name: https, containerPort: 8443}], readiness")}`;
    const service = serviceOf(
      "{name: http, port: 80, targetPort: http}, {name: https, port: 443, targetPort: https}",
    );
    const { findings, workloads } = reviewOf(web({ containers: both }), web(), [service, service]);
    expect(findings).toMatchObject([{ rule: "service-mismatch", severity: "error" }]);
    expect(findings[0]?.message).toContain(
      "The traffic to port 443 of Service “web” is lost although every pod",
    );
    expect(workloads[0]?.after).toMatchObject({ worstCase: 0 });
  });

  it("is a warning where operators alone lose their way", () => {
    const service = serviceOf("{port: 80, targetPort: http}", {
      name: "web-metrics",
      selector: "tier: front",
    });
    const { findings, workloads } = reviewOf(web(TIERED), web(), [service, service]);
    expect(findings).toMatchObject([{ rule: "service-mismatch", severity: "warning" }]);
    expect(findings[0]?.message).toContain("Operators no longer reach “web” through Service “web-metrics”: ");
    expect(workloads[0]?.after).toMatchObject({ worstCase: 0 });
  });

  it("is a warning where what runs may give the pods the label", () => {
    const app = serviceOf("{port: 80, targetPort: http}");
    const leader = serviceOf("{port: 80, targetPort: http}", { selector: "example.com/leader: web" });
    expect(mismatchesOf(web(), web(), [app, leader])).toEqual([
      "new warning k8s/service.yaml:5 Applying this takes 3 of 3 pods of “web” out of service at once although every pod is ready: Service “web” now selects by “example.com/leader: web”, and the pods have no label “example.com/leader”. If the app or its operator labels the pods itself, nothing is lost.",
    ]);
  });

  it("is told of a workload whose own file has the Service, and of no other rendering of the same app", () => {
    const app = serviceOf("{port: 80, targetPort: http}");
    const other = web() + app;
    const { findings } = reviewFiles(
      { "k8s/okd.yaml": web() + FRONT, "k8s/plain.yaml": `${other}# now\n` },
      { "k8s/okd.yaml": web() + app, "k8s/plain.yaml": other },
    );
    expect(findings.map(({ rule, workload }) => `${rule} ${workload}`)).toEqual([
      "service-mismatch k8s/okd.yaml#apps/Deployment//web",
    ]);
    const left = reviewFiles(
      { "k8s/okd.yaml": web() + FRONT, "k8s/plain.yaml": `${web() + FRONT}# now\n` },
      { "k8s/okd.yaml": web() + app, "k8s/plain.yaml": web() + FRONT },
    );
    expect(left.findings.map(({ workload }) => workload)).toEqual(["k8s/okd.yaml#apps/Deployment//web"]);
  });

  it("is nothing where the Service switches to a workload whose file cannot be read any more", () => {
    const app = serviceOf("{port: 80, targetPort: http}");
    const api = web({ labels: "app: api" })
      .replace("{name: web}", "{name: api}")
      .replace("{app: web}", "{app: api}");
    const template = api.replace("replicas: 3", "replicas: {{ .Values.replicas }}");
    const files = (service: string, other: string) => ({
      "k8s/web.yaml": web(),
      "k8s/service.yaml": service,
      "k8s/api.yaml": other,
    });
    const switched = files(app.replace("{app: web}", "{app: api}"), template);
    const { findings, problems } = reviewFiles(switched, files(app, api));
    expect(problems).toMatchObject([{ code: "template", path: "k8s/api.yaml" }]);
    expect(findings).toEqual([]);
  });

  it("does not make a bystander of the pod serve", () => {
    const beside = `${PROBED}, {name: adm, image: adm, ports: [{containerPort: 9000}]}`;
    const { findings } = reviewOf(web({ ...TIERED, containers: beside }), web({ containers: beside }));
    expect(findings.map(({ rule }) => rule)).toEqual(["service-mismatch"]);
  });

  it("is told beside a missing probe, whose numbers are those of any rollout", () => {
    const bare = "{name: web, image: web, ports: [{name: http, containerPort: 8000}]}";
    const spec =
      "replicas: 3\n  minReadySeconds: 10\n  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}";
    const change = [web({ ...TIERED, spec, containers: bare }), web({ spec, containers: bare })] as const;
    const { findings } = reviewOf(...change, undefined, { ...DEFAULT_POLICY, startupSeconds: 15 });
    expect(findings.map(({ rule, state }) => `${state} ${rule}`)).toEqual([
      "new service-mismatch",
      "existing readiness-gate",
    ]);
    expect(findings[1]?.message).toContain(
      "can take 2 of 3 pods out of service at once where the app takes 15 s",
    );
  });

  it("is waived by the path of the workload, wherever it stands", () => {
    const app = serviceOf("{port: 80, targetPort: http}");
    const waiver = {
      workload: "Deployment/web",
      path: "**/web.yaml",
      rule: "service-mismatch" as const,
      reason: "a test",
      until: "2999-12-31",
      writtenAt: { path: "p", line: 1, column: 1 },
    };
    const { findings } = reviewOf(web(), web(), [app, app.replace("{app: web}", "{app: wbe}")], {
      ...DEFAULT_POLICY,
      waivers: [waiver],
    });
    expect(findings).toMatchObject([{ path: "k8s/service.yaml", waived: { reason: "a test" } }]);
  });
});

describe("a Service that goes away", () => {
  it("brings traffic to no container that it did not come to", () => {
    const beside = `${PROBED}, {name: adm, image: adm, ports: [{containerPort: 9000}]}`;
    const both = web({ ...TIERED, containers: beside });
    const { findings, workloads } = reviewFiles(
      { "k8s/web.yaml": both.replace("replicas: 3", "replicas: 4") },
      { "k8s/web.yaml": both + FRONT },
    );
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(["warning service-mismatch"]);
    expect(workloads[0]?.after?.coverage.gate).toEqual({ covered: 1, total: 1 });
  });

  it("leaves nothing to serve behind it, where only it said so", () => {
    const silent = web({ ...TIERED, containers: "{name: web, image: web}" });
    const service = FRONT.replace("targetPort: http", "targetPort: 8000");
    const { workloads } = reviewFiles(
      { "k8s/web.yaml": silent.replace("replicas: 3", "replicas: 4") },
      { "k8s/web.yaml": silent + service },
    );
    expect([workloads[0]?.before?.serving, workloads[0]?.after?.serving]).toEqual([true, false]);
  });
});
