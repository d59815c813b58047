import { describe, expect, test } from "vitest";
import { applyEdits } from "../../src/manifest/edit/apply-edits.js";
import type { Policy } from "../../src/policy/policy.js";
import { deployment, reviewFiles } from "../engine/review-files.js";

const PATH = "web.yaml";

/** The text with every fix of an unknown field, and why there is none for the others. */
function mended(text: string, policy: Partial<Policy> = {}): { text: string; left: string[] } {
  const { findings } = reviewFiles({ [PATH]: text }, {}, policy);
  const fixes = findings.flatMap(({ rule, fix }) => (rule === "unknown-field" && fix !== null ? [fix] : []));
  const edits = new Map(fixes.flatMap((fix) => fix.edits).map((edit) => [JSON.stringify(edit), edit]));
  return {
    text: applyEdits(text, [...edits.values()]),
    left: fixes.flatMap(({ reason }) => reason ?? []),
  };
}

function expectMended(before: string, after: string): void {
  expect(mended(before)).toEqual({ text: after, left: [] });
}

const PROBE = `          readinessProbe:
            httpGet:
              path: /ready
              port: 8000
            periodSeconds: 5
`;

const VOLUMES = (name: string, more = "") => `      volumes:
        - name: data
          emptyDir: {}
        - hostPath:
            path: /srv
            name: ${name}
${more}`;
const withVolumes = (volumes: string) => deployment({ container: PROBE }) + volumes;
const TWICE = "        - name: data\n          emptyDir: {}\n";

describe("a field that is moved", () => {
  test("is proven where its place takes it, whatever else is refused", () => {
    expect(mended(withVolumes(VOLUMES("other"))).left).toEqual([]);
    expect(mended(withVolumes(VOLUMES("other", TWICE))).left).toEqual([]);
  });

  test("is words where the object is refused for it there", () => {
    expect(mended(withVolumes(VOLUMES("data"))).left).toEqual(["not-proven"]);
    expect(mended(withVolumes(VOLUMES("My_Data"))).left).toEqual(["not-proven"]);
  });

  test("is words where it would be one more of a name that is there twice", () => {
    expect(mended(withVolumes(VOLUMES("data", TWICE))).left).toEqual(["not-proven"]);
  });
});

describe("a label of a selector", () => {
  const text = deployment({ container: PROBE }).replace(
    "    matchLabels:\n      app: web\n",
    "    app: web\n",
  );
  const left = (kustomization: string, path = "kustomization.yaml") =>
    reviewFiles({ [PATH]: text, [path]: kustomization }).findings.flatMap(({ fix }) => fix?.reason ?? []);

  test("is moved where no kustomization gives selectors labels", () => {
    expect(left("resources: [web.yaml]\n")).toEqual([]);
    expect(left("resources: [web.yaml]\nlabels: [{pairs: {team: a}}]\n")).toEqual([]);
    expect(left("resources: [other]\ncommonLabels: {team: a}\n", "over/kustomization.yaml")).toEqual([]);
  });

  test("is words where one does", () => {
    expect(left("resources: [web.yaml]\ncommonLabels: {team: a}\n")).toEqual(["not-proven"]);
    expect(left("resources: [web.yaml]\nlabels: [{pairs: {team: a}, includeSelectors: true}]\n")).toEqual([
      "not-proven",
    ]);
    expect(left("resources: [../web.yaml]\ncommonLabels: {team: a}\n", "over/kustomization.yaml")).toEqual([
      "not-proven",
    ]);
  });
});

describe("a misspelt field gets its name", () => {
  test("in block style, and nothing else of its line changes", () => {
    expectMended(
      deployment({ container: PROBE.replace("periodSeconds: 5", "periodSecond:   5  # quick") }),
      deployment({ container: PROBE.replace("periodSeconds: 5", "periodSeconds:   5  # quick") }),
    );
  });

  test("in quotes of either kind", () => {
    for (const quote of ["'", '"']) {
      const key = (name: string) => PROBE.replace("readinessProbe", `${quote}${name}${quote}`);
      expectMended(
        deployment({ container: key("readinessprobe") }),
        deployment({ container: key("readinessProbe") }),
      );
    }
  });

  test("however short it is, where only capitals differ", () => {
    const short = (name: string) => deployment({ container: `          ${name}: true\n` });
    expectMended(short("TTY"), short("tty"));
  });

  test("in a flow mapping", () => {
    const flow = (name: string) =>
      deployment({ container: `          readinessProbe: {tcpSocket: {port: 8000}, ${name}: 5}\n` });
    expectMended(flow("PeriodSeconds"), flow("periodSeconds"));
  });

  test("in a file with CRLF", () => {
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    expectMended(
      crlf(deployment({ container: PROBE.replace("periodSeconds", "periodSecs") })),
      crlf(deployment({ container: PROBE.replace("periodSeconds", "periodSeconds") })),
    );
  });

  test("but not where that name stands there already", () => {
    const text = deployment({ container: `${PROBE}            PeriodSeconds: 7\n` });
    expect(mended(text)).toEqual({ text, left: ["no-single-place"] });
  });

  test("but not where two names are as near", () => {
    const text = deployment({ container: `${PROBE}          std: true\n` });
    expect(mended(text)).toEqual({ text, left: [] });
  });

  test("but not where the value would be refused under that name", () => {
    const text = deployment({ container: `${PROBE}          volumeMount: /data\n` });
    expect(mended(text)).toEqual({ text, left: [] });
  });

  test("but not where that would make it another object", () => {
    const text = deployment({ container: PROBE }).replace("metadata:", "metadatas:");
    expect(mended(text)).toEqual({ text, left: ["not-proven"] });
  });

  test("but not where the field comes out of an anchor that others share", () => {
    const text = deployment({
      container: `          readinessProbe: &probe
            tcpSocket:
              port: 8000
            periodSecond: 5
          livenessProbe:
            <<: *probe
`,
    });
    expect(mended(text)).toEqual({ text, left: ["not-editable", "not-editable"] });
  });
});

describe("a misplaced field comes to its place", () => {
  test("with its comments, and with those that follow it, in its order", () => {
    const container = `          readinessProbe:
            httpGet:
              path: /ready
              # The cache is slow.
              initialDelaySeconds: 20 # at most
                # deeper
              port: 8000
              periodSeconds: 5
`;
    expectMended(
      deployment({ container }),
      deployment({
        container: `          readinessProbe:
            httpGet:
              path: /ready
              port: 8000
            # The cache is slow.
            initialDelaySeconds: 20 # at most
              # deeper
            periodSeconds: 5
`,
      }),
    );
  });

  test("out of a list's item whose first key it is", () => {
    const before = deployment().replace(
      "            - containerPort: 8000\n",
      `            - readinessProbe:
                tcpSocket:
                  port: 8000
              containerPort: 8000
`,
    );
    expectMended(
      before,
      deployment({
        container: "          readinessProbe:\n            tcpSocket:\n              port: 8000\n",
      }),
    );
  });

  test("with a block scalar in it", () => {
    const before = deployment().replace(
      "            - containerPort: 8000\n",
      `            - containerPort: 8000
              readinessProbe:
                exec:
                  command:
                    - sh
                    - -c
                    - |
                      if test -f /ready
                      then
                        exit 0

                      fi
`,
    );
    expectMended(
      before,
      deployment({
        container: `          readinessProbe:
            exec:
              command:
                - sh
                - -c
                - |
                  if test -f /ready
                  then
                    exit 0

                  fi
`,
      }),
    );
  });

  test("from above into the only container, behind its ports", () => {
    const [pod, probe] = [
      "      containers:\n",
      "      readinessProbe:\n        tcpSocket:\n          port: 8000\n",
    ];
    const after = deployment({
      container:
        "          readinessProbe:\n            tcpSocket:\n              port: 8000\n          tty: false\n",
    });
    const before = deployment({ container: "          tty: false\n" });
    expectMended(before.replace(pod, probe + pod), after);
    expectMended(before + probe, after);
  });

  test("within one flow mapping, and out of one", () => {
    const flow = (probe: string) => deployment({ container: `          readinessProbe: ${probe}\n` });
    expectMended(
      flow("{httpGet: {path: /, initialDelaySeconds: 20, port: 8000}, periodSeconds: 5}"),
      flow("{httpGet: {path: /, port: 8000}, periodSeconds: 5, initialDelaySeconds: 20}"),
    );
    expectMended(
      flow("\n            httpGet: {path: /, port: 8000, initialDelaySeconds: 20}"),
      flow("\n            httpGet: {path: /, port: 8000}\n            initialDelaySeconds: 20"),
    );
  });

  test("in JSON on many lines and on one", () => {
    const object = (probe: unknown) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [
              { name: "web", image: "web:1", ports: [{ containerPort: 8000 }], readinessProbe: probe },
            ],
          },
        },
      },
    });
    const before = object({ httpGet: { port: 8000, initialDelaySeconds: 20 }, periodSeconds: 5 });
    const after = object({ httpGet: { port: 8000 }, periodSeconds: 5, initialDelaySeconds: 20 });
    expectMended(`${JSON.stringify(before, null, 2)}\n`, `${JSON.stringify(after, null, 2)}\n`);
    expectMended(JSON.stringify(before), JSON.stringify(after));
  });

  test("in a file with CRLF, each line with its own end", () => {
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    const before = PROBE.replace("            periodSeconds", "              periodSeconds");
    expectMended(crlf(deployment({ container: before })), crlf(deployment({ container: PROBE })));
  });

  test("in a file without a line end at its end", () => {
    const before = PROBE.replace("            periodSeconds", "              periodSeconds");
    expectMended(deployment({ container: before }).trimEnd(), deployment({ container: PROBE }).trimEnd());
  });

  test("but not where its mapping would be left empty", () => {
    const container =
      "          readinessProbe:\n            httpGet:\n              initialDelaySeconds: 20\n";
    const { text, left } = mended(deployment({ container }));
    expect([text, left.length]).toEqual([deployment({ container }), 1]);
  });

  test("but not where the field stands there as well", () => {
    const container = `${PROBE.replace("              port", "              periodSeconds: 9\n              port")}`;
    expect(mended(deployment({ container })).left).toEqual(["no-single-place"]);
  });

  test("but not where several containers can be meant", () => {
    const two = `${deployment()}        - name: other\n          image: other:1\n`;
    const text = two.replace(
      "      containers:",
      "      readinessProbe:\n        tcpSocket:\n          port: 8000\n      containers:",
    );
    expect(mended(text)).toEqual({ text, left: ["no-single-place"] });
  });
});

describe("an empty field at a wrong place", () => {
  const withSpec = (lines: string) => deployment().replace("spec:\n", `spec:\n${lines}`);

  test.each(["securityContext: {}", "tolerations: []", "nodeSelector: { }"])("is deleted: %s", (entry) => {
    const text = withSpec(`  ${entry}\n`);
    expect(reviewFiles({ [PATH]: text }).findings.map(({ fix }) => fix?.origin)).toContain("deleted-field");
    expectMended(text, deployment());
  });

  test.each([
    ["is moved where a comment goes with it", "  # none\n  securityContext: {}\n"],
    ["is moved where a comment stands behind it", "  securityContext: {} # none\n"],
    ["is moved where it says something", "  securityContext: {runAsNonRoot: true}\n"],
    ["is moved where it is no field that is known to mean nothing", "  dnsConfig: {}\n"],
  ])("%s", (_, lines) => {
    const origins = reviewFiles({ [PATH]: withSpec(lines) }).findings.map(({ fix }) => fix?.origin);
    expect(origins).toContain("moved-field");
    expect(origins).not.toContain("deleted-field");
  });

  test("is no empty field in a patch, where it may take away a list", () => {
    const patch = withSpec("  tolerations: []\n  $patch: merge\n");
    const origins = reviewFiles({ [PATH]: patch }).findings.map(({ fix }) => fix?.origin);
    expect(origins).not.toContain("deleted-field");
  });
});

describe("a probe that stands elsewhere", () => {
  const stray = deployment().replace(
    "            - containerPort: 8000\n",
    "            - containerPort: 8000\n              readinessProbe:\n                tcpSocket:\n                  port: 8000\n",
  );

  test("is moved by the fix of the missing gate too, and no second one is suggested", () => {
    const { findings } = reviewFiles({ [PATH]: stray });
    expect(findings.map(({ rule, fix }) => [rule, fix?.origin])).toEqual([
      ["readiness-gate", "moved-field"],
      ["unknown-field", "moved-field"],
    ]);
    expect(findings[0]?.fix?.edits).toEqual(findings[1]?.fix?.edits);
    expect(findings[0]?.message).toContain("containers[0].ports[0].readinessProbe is not read");
  });

  test("gets no second one beside it where no edit can move it", () => {
    const { findings } = reviewFiles({ [PATH]: stray.replace("readinessProbe", "readinesProbes") });
    expect(findings.map(({ rule, fix }) => [rule, fix?.origin, fix?.reason])).toEqual([
      ["readiness-gate", "renamed-field", "no-single-place"],
      ["unknown-field", "renamed-field", "no-single-place"],
    ]);
    expect(findings[1]?.message).toContain("(did you mean “readinessProbe” of container “web”?)");
  });
});

describe("a field moves into the empty mapping beside it", () => {
  test("and not into one of another item", () => {
    const env = (indent: string) => `          env:
            - name: ACCESS_KEY
              valueFrom:
                secretKeyRef:
                  name: cloud
                  key: access-key
            - name: REGION
              valueFrom:
              ${indent}secretKeyRef:
              ${indent}  name: cloud
              ${indent}  key: region
`;
    expectMended(deployment({ container: env("") }), deployment({ container: env("  ") }));
  });
});

describe("a label of the pods comes out of the selector itself", () => {
  const SELECTOR = "    matchLabels:\n      app: web\n";
  const selecting = (selector: string) => deployment({ container: PROBE }).replace(SELECTOR, selector);

  test.each([
    ["where matchLabels has no value", "    matchLabels:\n    app: web\n"],
    ["where its value is a comment", "    matchLabels: # none\n    app: web # ours\n"],
    ["where matchLabels follows", "    app: web\n    matchLabels:\n"],
    ["where matchLabels is not there", "    app: web\n"],
  ])("%s", (_, selector) => {
    const text = selecting(selector);
    const { text: after, left } = mended(text);
    expect(left).toEqual([]);
    expect(after.replace(" # none", "").replace(" # ours", "")).toBe(selecting(SELECTOR));
  });

  test("in a file with CRLF", () => {
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    expectMended(crlf(selecting("    app: web\n")), crlf(selecting(SELECTOR)));
  });

  test.each([
    ["where a comment above it would stay", "    # ours\n    app: web\n", "not-editable"],
    ["where matchLabels is written as null", "    matchLabels: null\n    app: web\n", "not-editable"],
    ["where matchLabels has labels", "    matchLabels:\n      app: web\n    app: web\n", "no-single-place"],
    ["in flow style", "    {app: web}\n", "not-editable"],
  ])("but not %s", (_, selector, reason) => {
    const text = selecting(selector);
    expect(mended(text)).toEqual({ text, left: [reason] });
  });

  test("but not where the pods do not have it", () => {
    const text = selecting("    matchLabels:\n    tier: web\n");
    expect(mended(text)).toEqual({ text, left: [] });
  });
});

describe("a value of a wrong type", () => {
  const text = deployment({
    container: `${PROBE}          env:\n            - name: SIZE\n              value: 5\n`,
  });
  const fixOf = (written: string) =>
    reviewFiles({ [PATH]: written }).findings.find(({ fix }) => fix?.origin === "retyped-value")?.fix;

  test("is quoted at one click where people write it", () => {
    expect(fixOf(text)).toMatchObject({ confidence: "one-click" });
  });

  test("is words where Helm made it", () => {
    expect(fixOf(`---\n# Source: web/templates/web.yaml\n${text}`)).toMatchObject({
      ...{ confidence: "advice", reason: "generated", edits: [] },
      caution: "Helm made this of `web/templates/web.yaml`, as the comment above it says.",
    });
  });
});
