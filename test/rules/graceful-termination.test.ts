import { describe, expect, it } from "vitest";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const PROBED = "ports: [{containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}";

function web(hook = "", { pod = "", beside = "" } = {}): string {
  const lifecycle = hook === "" ? "" : `, lifecycle: {preStop: {${hook}}}`;
  return deploymentOf({ pod, containers: `{name: web, image: web, ${PROBED}${lifecycle}}${beside}` });
}

const grace = (seconds: unknown) => ({ pod: `terminationGracePeriodSeconds: ${seconds}` });
const HOOK = "warning web spec/template/spec/containers/0/lifecycle/preStop";
const GRACE = "warning - spec/template/spec/terminationGracePeriodSeconds";

describe("graceful-termination of a preStop hook", () => {
  it.each([
    ["a second less than the default", web("sleep: {seconds: 29}"), []],
    ["as long as the default", web("sleep: {seconds: 30}"), [HOOK]],
    ["a command as long as the default", web('exec: {command: ["sleep", "30"]}'), [HOOK]],
    ["a second less than what is written", web("sleep: {seconds: 59}", grace(60)), []],
    ["a sleep longer than that, which is refused", web("sleep: {seconds: 31}"), []],
    ["longer than what is written", web('exec: {command: [sh, -c, "sleep 10"]}', grace(5)), [HOOK]],
    ["a request, which takes nobody knows how long", web("httpGet: {port: 8000}", grace(1)), []],
    ["beside a grace that cannot be read", web("sleep: {seconds: 99}", grace('"30"')), []],
    ["beside a negative grace", web("sleep: {seconds: 99}", grace(-1)), []],
    ["none at all", web("", grace(5)), []],
    ["none, by null", web("exec: null", grace(5)), []],
    ["no time at all, where nothing needs it", web("", grace(0)), []],
    [
      "no time for a drain",
      web("", grace(0)).replace("image: web", "image: web, args: [--drain-timeout=20s]"),
      [GRACE],
    ],
    ["no drain", web("", grace(0)).replace("image: web", "image: web, args: [--drain-timeout=0s]"), []],
    [
      "no time for pods with names",
      web("", { pod: "terminationGracePeriodSeconds: 0" })
        .replace("kind: Deployment", "kind: StatefulSet")
        .replace("replicas: 3", "replicas: 3\n  serviceName: web"),
      [GRACE],
    ],
    ["no time for a hook", web("sleep: {seconds: 5}", grace(0)), [GRACE]],
  ])("judges %s", (_, yaml, places) => {
    expect(placesOf("graceful-termination", yaml)).toEqual(places);
  });

  it("is about the sidecars of a pod that serves, too", () => {
    const beside = ", {name: proxy, image: proxy, lifecycle: {preStop: {sleep: {seconds: 30}}}}";
    expect(placesOf("graceful-termination", web("", { beside }))).toEqual([
      "warning proxy spec/template/spec/containers/1/lifecycle/preStop",
    ]);
  });

  it("has nothing to say where operators alone are served", () => {
    const metered = (port: string) =>
      `{name: herald, image: herald, args: [--graceful-stop=5s], ports: [{containerPort: 7472, name: ${port}}]}`;
    const places = (port: string) =>
      placesOf("graceful-termination", deploymentOf({ containers: metered(port), ...grace(0) }));
    expect(places("monitoring")).toEqual([]);
    expect(places("http")).toEqual([GRACE]);
  });

  it("is told of no time at all, whether anything needs it or not, where the policy makes it an error", () => {
    const policy = { rules: { "graceful-termination": "error" as const } };
    expect(placesOf("graceful-termination", web("", grace(0)), { policy })).toEqual([
      GRACE.replace("warning", "error"),
    ]);
    const { findings, problems } = reviewFiles({ "web.yaml": web("", grace(0)) }, {}, policy);
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      "error graceful-termination",
    ]);
    expect(problems.filter(({ code }) => code === "pre-stop")).toEqual([]);
  });

  it("has nothing to say where nothing serves", () => {
    const worker = "{name: worker, image: a, lifecycle: {preStop: {sleep: {seconds: 30}}}}";
    expect(placesOf("graceful-termination", deploymentOf({ containers: worker }))).toEqual([]);
    expect(
      placesOf("graceful-termination", deploymentOf({ containers: "{name: worker, image: a}", ...grace(0) })),
    ).toEqual([]);
  });

  it.each([
    [
      "as long as the pod has",
      web('exec: {command: ["sleep", "30"]}'),
      "The preStop hook of “web” takes 30 s, and the pod has 30 s to end (terminationGracePeriodSeconds): the app is told to stop when nothing is left, and killed 2 s later.",
    ],
    [
      "a sleep as long as the pod has, which is not refused",
      web("sleep: {seconds: 30}"),
      "The preStop hook of “web” takes 30 s, and the pod has 30 s to end (terminationGracePeriodSeconds): the app is told to stop when nothing is left, and killed 2 s later.",
    ],
    [
      "behind a command that may fail",
      web('exec: {command: [sh, -c, "nginx -s quit && sleep 30"]}'),
      "The preStop hook of “web” can take 30 s (it sleeps only if the command before that succeeds), and the pod has 30 s to end (terminationGracePeriodSeconds): the app is then told to stop when nothing is left, and killed 2 s later.",
    ],
    [
      "certain beside what is not",
      web('exec: {command: [sh, -c, "nginx -s quit && sleep 5; sleep 30"]}'),
      "The preStop hook of “web” takes 30 s, and",
    ],
    [
      "perhaps without an end",
      web('exec: {command: [sh, -c, "nginx -s quit && sleep infinity"]}'),
      "The preStop hook of “web” can go on for ever (it sleeps only",
    ],
    [
      "without an end",
      web('exec: {command: ["sleep", "infinity"]}'),
      "The preStop hook of “web” never ends, and",
    ],
    [
      "no time",
      web("", grace(0)).replace("image: web", "image: web, env: [{name: SHUTDOWN_TIMEOUT, value: 20s}]"),
      "terminationGracePeriodSeconds: 0 gives the pods of “web” no time to end: what is not finished 2 s after the signal to stop is lost.",
    ],
    [
      "a second for the hook",
      web('exec: {command: ["sleep", "5"]}', grace(0)),
      "no time to end: a preStop hook has 1 s, and what is not finished 2 s after the signal to stop is lost.",
    ],
  ])("says what it comes to: %s", (_, yaml, message) => {
    expect(verdictsOf("graceful-termination", yaml)[0]).toContain(message);
  });
});

describe("graceful-termination where the policy asks for a preStop hook", () => {
  const policy = { requirePreStop: true };

  it("warns of each serving container without one", () => {
    const beside = ", {name: proxy, image: proxy}";
    expect(placesOf("graceful-termination", web("", { beside }), { policy })).toEqual([
      "warning web spec/template/spec/containers/0",
    ]);
    expect(placesOf("graceful-termination", web("exec: {command: [stop]}"), { policy })).toEqual([]);
    expect(placesOf("graceful-termination", web(""))).toEqual([]);
  });

  it("names a hook that every cluster has which the policy may mean", () => {
    const sleep = "of lifecycle.preStop.sleep keep it";
    const command = "of a lifecycle.preStop command that sleeps keep it";
    for (const [kubernetes, hook] of [
      ["1.30", sleep],
      ["1.37", sleep],
      ["1.29", command],
      [null, command],
    ] as const) {
      const verdicts = verdictsOf("graceful-termination", web(), { policy: { ...policy, kubernetes } });
      expect(verdicts[0], `${kubernetes}`).toContain(hook);
    }
  });

  it("says nothing of a hook that no time is left for", () => {
    expect(placesOf("graceful-termination", web("", grace(0)), { policy })).toEqual([GRACE]);
  });

  it("says first that the change takes one away", () => {
    const { findings, problems } = reviewFiles(
      { "web.yaml": web() },
      { "web.yaml": web("sleep: {seconds: 5}") },
      policy,
    );
    expect(findings).toMatchObject([{ rule: "graceful-termination", state: "new" }]);
    expect(findings[0]?.message).toMatch(
      /^This change removes the preStop hook\. “web” has no preStop hook: /,
    );
    expect(problems).toEqual([]);
  });
});

describe("a preStop hook that a change takes away, where the policy asks for none", () => {
  const removed = (after: string, before = web("sleep: {seconds: 5}"), policy = {}) => {
    const { findings, problems } = reviewFiles({ "web.yaml": after }, { "web.yaml": before }, policy);
    return [
      ...findings.map(({ rule }) => rule),
      ...problems.map(({ code, line, message }) => `${code} ${line} ${message}`),
    ];
  };

  it("is told, and no finding", () => {
    expect(removed(web())).toEqual([
      "pre-stop 9 This change removes the preStop hook of “web”: it is told to stop while the proxies still send it requests.",
    ]);
  });

  it("is told of a container that has a new name, too", () => {
    expect(removed(web().replace("name: web, image", "name: app, image"))).toHaveLength(1);
  });

  it.each([
    ["it stays in another form", web("exec: {command: [stop]}"), undefined, {}],
    ["there was none", web("", grace(20)), web(), {}],
    [
      "nothing serves",
      deploymentOf({ containers: "{name: web, image: a}" }),
      deploymentOf({ containers: "{name: web, image: a, lifecycle: {preStop: {sleep: {seconds: 5}}}}" }),
      {},
    ],
    ["there are no pods", web().replace("replicas: 3", "replicas: 0"), undefined, {}],
    ["the rule is off", web(), undefined, { rules: { "graceful-termination": "off" } }],
  ])("is not told where %s", (_, after, before, policy) => {
    expect(removed(after, before, policy)).toEqual([]);
  });
});
