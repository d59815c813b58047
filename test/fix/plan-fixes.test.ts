import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChangeSet } from "../../src/changeset/change-set.js";
import { reviewChange } from "../../src/engine.js";
import { fixablePaths, planFixes, type Reviewed } from "../../src/fix/plan-fixes.js";
import { isProven } from "../../src/fix/prove-fixes.js";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { LeftReason } from "../../src/review/left-file.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { changeOf, deployment } from "../engine/review-files.js";

function reviewed(changeSet: ChangeSet, given: Partial<Policy> = {}): Reviewed {
  const policy = { ...DEFAULT_POLICY, ...given };
  const plan = reviewChange(renderChange(changeSet), policy, CIRCUMSTANCES);
  return { changeSet, policy, circumstances: CIRCUMSTANCES, plan };
}

const fixes = (files: Record<string, string>, excluded?: ReadonlyMap<string, LeftReason>) =>
  planFixes(reviewed(changeOf(files)), excluded);

/** A text as its lines with their ends, and what is taken away from the second to come to the first. */
function inserted(before: string, after: string): string[] {
  const lines = (text: string): string[] => text.split(/(?<=\n)/);
  const added: string[] = [];
  const left = lines(before);
  for (const line of lines(after)) {
    // Of a last line without an end the end is what is new.
    if (line === left[0] || (left.length === 1 && line.trimEnd() === left[0])) left.shift();
    else added.push(line);
  }
  expect(left).toEqual([]);
  return added;
}

const PROBE = [
  "          readinessProbe:",
  "            tcpSocket:",
  "              port: 8000",
  "            initialDelaySeconds: 30",
  "            periodSeconds: 5",
  "            timeoutSeconds: 3",
  "            successThreshold: 1",
  "            failureThreshold: 3",
];

describe("all fixes of a change at once", () => {
  test("are put into every file that has one, several of a file together, and leave the check green", () => {
    const two = `${deployment()}---\n${deployment({ name: "api" })}`;
    const files = { "b.yaml": deployment({ name: "b" }), "a.yaml": two };
    const plan = fixes(files);
    expect(plan.files.map(({ path }) => path)).toEqual(["a.yaml", "b.yaml"]);
    expect(inserted(two, plan.files[0]!.text)).toEqual([...PROBE, ...PROBE].map((line) => `${line}\n`));
    expect(plan.fixed.map(({ container, path }) => `${path} ${container}`)).toEqual([
      "a.yaml web",
      "a.yaml web",
      "b.yaml web",
    ]);
    expect([plan.after.conclusion, plan.left]).toEqual(["success", []]);
  });

  test("are nothing where there is nothing to mend", () => {
    const plan = fixes({ "a.yaml": deployment({ container: `${PROBE.join("\n")}\n` }) });
    expect([plan.files, plan.fixed, plan.left]).toEqual([[], [], []]);
    expect(plan.after.conclusion).toBe("success");
  });

  test("reach a file that the change left alone, where a Service beside it changed", () => {
    const service = (port: number): string =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n      targetPort: ${port}\n`;
    const changeSet = changeOf({ "s.yaml": service(8000) }, { "s.yaml": service(9000) });
    const side = `${deployment()}        - name: side\n          image: side:1\n          ports:\n            - containerPort: 9000\n              name: side\n          readinessProbe:\n            tcpSocket:\n              port: 9000\n`;
    changeSet.siblings.push({ path: "d.yaml", content: { kind: "text", text: side } });
    const before = reviewed(changeSet);
    expect(fixablePaths(before.plan)).toEqual(["d.yaml"]);
    const plan = planFixes(before);
    expect(inserted(side, plan.files[0]!.text)).toEqual(PROBE.map((line) => `${line}\n`));
    expect(plan.after.conclusion).toBe("success");
  });

  test("leave out a workflow, and what the caller says must be left", () => {
    const files = {
      ".github/workflows/deploy.yaml": deployment({ name: "flow" }),
      "run.yaml": deployment({ name: "run" }),
      "web.yaml": deployment(),
    };
    const plan = fixes(files, new Map([["run.yaml", "executable"]]));
    expect(plan.files.map(({ path }) => path)).toEqual(["web.yaml"]);
    expect(plan.left).toEqual([
      { path: ".github/workflows/deploy.yaml", reason: "workflow" },
      { path: "run.yaml", reason: "executable" },
    ]);
  });

  test("leave for the next time what is more than a hundred files", () => {
    const files = Object.fromEntries(
      Array.from({ length: 103 }, (_, i) => [`f${100 + i}.yaml`, deployment({ name: `w${i}` })]),
    );
    const plan = fixes(files);
    expect(plan.files).toHaveLength(100);
    expect(plan.left).toEqual(
      ["f200", "f201", "f202"].map((name) => ({ path: `${name}.yaml`, reason: "too-many" })),
    );
    expect(plan.fixed).toHaveLength(100);
  });

  test("leave out the file whose mending would turn the check red, and mend the others", () => {
    // Two more replicas roll no pods, so the old error of the gRPC container does not block; a new probe rolls them.
    const grpc =
      "        - name: rpc\n          image: rpc:1\n          ports:\n            - containerPort: 9000\n              name: grpc\n";
    const a = (replicas: string): string => deployment({ name: "a", replicas }) + grpc;
    const b = (replicas: string): string => deployment({ name: "b", replicas });
    const change = changeOf({ "a.yaml": a("5"), "b.yaml": b("5") }, { "a.yaml": a("3"), "b.yaml": b("3") });
    const before = reviewed(change, { block: "changed" });
    expect(before.plan.conclusion).toBe("neutral");
    const plan = planFixes(before);
    expect(plan.files.map(({ path }) => path)).toEqual(["b.yaml"]);
    expect(plan.left).toEqual([{ path: "a.yaml", reason: "not-proven" }]);
    expect(plan.after.conclusion).toBe("neutral");
  });
});

describe("every other byte stays", () => {
  const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
  test.each([
    ["in a file with CRLF", crlf(deployment()), "\r\n"],
    ["behind a byte order mark", `\ufeff${deployment()}`, "\n"],
    ["around trailing blanks and comments", deployment().replace("web:1\n", "web:1  # here \t\n"), "\n"],
    [
      "in a mixed file, where lines end as the line they follow: LF",
      crlf(deployment()).replace("8000\r\n", "8000\n"),
      "\n",
    ],
    [
      "in a mixed file, where lines end as the line they follow: CRLF",
      deployment().replace("8000\n", "8000\r\n"),
      "\r\n",
    ],
  ])("%s", (_, text, end) => {
    const plan = fixes({ "a.yaml": text });
    expect(inserted(text, plan.files[0]!.text)).toEqual(PROBE.map((line) => line + end));
    expect(plan.after.conclusion).toBe("success");
  });

  test.each([
    ["LF", deployment()],
    ["CRLF", crlf(deployment())],
  ])("where the file ends without a line end, after lines with %s", (_, text) => {
    const open = text.trimEnd();
    const end = text.slice(open.length);
    const plan = fixes({ "a.yaml": open });
    expect(plan.files[0]!.text).toBe(`${open}${end}${PROBE.join(end)}`);
  });

  test("for any line ends whatsoever", () => {
    const lines = `${deployment()}---\n${deployment({ name: "api" })}`.split("\n").slice(0, -1);
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: lines.length, maxLength: lines.length }),
        fc.boolean(),
        (ends, isOpen) => {
          const whole = lines.map((line, i) => line + (ends[i] ? "\r\n" : "\n")).join("");
          const text = isOpen ? whole.replace(/\r?\n$/, "") : whole;
          const plan = fixes({ "a.yaml": text });
          expect(plan.fixed).toHaveLength(2);
          expect(inserted(text, plan.files[0]!.text).map((line) => line.trimEnd())).toEqual([
            ...PROBE,
            ...PROBE,
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the proof of all together", () => {
  const { plan } = reviewed(changeOf({ "a.yaml": deployment() }));
  const { after, fixed } = planFixes(reviewed(changeOf({ "a.yaml": deployment() })));
  const [finding] = plan.findings;
  const [workload] = after.workloads;

  test("holds for a plan without what was mended", () => {
    expect(isProven(plan, after, fixed)).toBe(true);
  });

  test.each([
    ["a finding is still there", { ...after, findings: [finding!] }],
    ["another one came", { ...after, findings: [{ ...finding!, id: "another" }] }],
    [
      "a document cannot be read any more",
      {
        ...after,
        problems: [{ code: "yaml-syntax" as const, path: "a.yaml", line: 1, column: 1, message: "" }],
      },
    ],
    ["a workload is gone", { ...after, workloads: [] }],
    [
      "a worst case is higher",
      { ...after, workloads: [{ ...workload!, after: { ...workload!.after!, worstShare: 1.5 } }] },
    ],
    [
      "a worst case is no longer known",
      { ...after, workloads: [{ ...workload!, after: { ...workload!.after!, worstShare: null } }] },
    ],
  ])("fails where %s", (_, worse) => {
    expect(isProven(plan, worse, fixed)).toBe(false);
  });

  test("fails where a warning has become an error, or the check has become worse", () => {
    const warned = {
      ...plan,
      conclusion: "success" as const,
      findings: [{ ...finding!, id: "w", severity: "warning" as const }],
    };
    const failed = { ...after, findings: [{ ...finding!, id: "w" }] };
    expect(isProven(warned, { ...failed, findings: warned.findings }, [])).toBe(true);
    expect(isProven(warned, failed, [])).toBe(false);
    expect(isProven(warned, { ...warned, conclusion: "failure" }, [])).toBe(false);
  });
});
