/** A busy person reads a body in one go, and goes on to where it says that there is more. */
import { describe, expect, it } from "vitest";
import { formatText } from "../../../src/cli/formats/format-text.js";
import type { ReviewPlan } from "../../../src/review/review-plan.js";
import { changeOf, deployment, reviewFiles } from "../../engine/review-files.js";

const named = (length: number, textOf: (index: number) => string) =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [`apps/team-${index % 7}/service-${index}.yaml`, textOf(index)]),
  );
/** Each has numbers of its own, so that no two are explained together. */
const faulty = (index: number) =>
  deployment({
    name: `service-${index}`,
    replicas: `${index + 2}`,
    spec: `  strategy: {rollingUpdate: {maxSurge: ${index + 1}, maxUnavailable: ${(index % 3) + 1}}}\n`,
  });
/** An old fault of pods that the change replaces, outside the lines of its diff. */
const [before, after] = [
  named(
    20,
    (index) => `${faulty(index)}${"# \n".repeat(20)}---\n${faulty(index)}`.split("---\n")[0] as string,
  ),
  named(20, (index) =>
    faulty(index).replace(
      "    metadata:\n      labels:\n        app: web\n",
      "    metadata:\n      labels:\n        app: web\n        of: shop\n",
    ),
  ),
];

const COMPUTED = "The arithmetic is in this review's text, under “How this is computed”.";

/** Every workload whose comment leads to the body's arithmetic has it there, and every other comment has it itself. */
function expectArithmeticOnce({ comments, findings, reviewBody }: ReviewPlan): void {
  const [, computed = ""] = (reviewBody ?? "").split("How this is computed</summary>");
  for (const {
    body,
    findings: [id],
  } of comments) {
    const name = findings
      .find((one) => one.id === id)
      ?.workload?.split("/")
      .at(-1);
    const isInBody = new RegExp(`\`Deployment ${name}\``).test(computed);
    expect([name, body.includes(COMPUTED), body.includes("worst case =")]).toEqual([
      name,
      isInBody,
      !isInBody,
    ]);
  }
}

describe("the body of a review of twenty faulty workloads", () => {
  it.each<[string, ReviewPlan]>([
    ["that are added", reviewFiles(named(20, faulty))],
    ["whose old faults the diff does not show", reviewFiles(after, before)],
    ["all alike", reviewFiles(named(20, (index) => deployment({ name: `service-${index}` })))],
    [
      "of which each stands in its way by its strategy too",
      reviewFiles(
        named(20, (index) => faulty(index).replace(/ {2}strategy.*\n/, "  strategy: {type: Recreate}\n")),
      ),
    ],
  ])("%s has at most 8 kB, and its arithmetic once", (_, plan) => {
    expect(plan.workloads).toHaveLength(20);
    expect(plan.findings.length).toBeGreaterThanOrEqual(20);
    expect(Buffer.byteLength(plan.reviewBody ?? "")).toBeLessThanOrEqual(8_000);
    expect(plan.reviewBody).toContain("How this is computed");
    expectArithmeticOnce(plan);
  });
});

describe("a change of four hundred workloads", () => {
  const files = named(400, faulty);
  const plan = reviewFiles(files);
  const text = formatText(plan, changeOf(files), { colour: false, width: null });
  const numberIn = (pattern: RegExp, of: string | null) => Number((pattern.exec(of ?? "") ?? [])[1]);

  it("says in the check how many of its findings stand where, and that is where they are", () => {
    const { summary } = plan.check;
    const places =
      /\*\*400 findings\*\*: (\d+) in comments at their lines, (\d+) in the review's text and (\d+) here/;
    const [, inComments, inBody, here] = (places.exec(summary) ?? []).map(Number);
    expect(inComments).toBe(plan.comments.flatMap(({ findings }) => findings).length);
    expect(inBody).toBe(plan.reviewBody?.match(/^- \*\*Error\*\* at/gm)?.length);
    expect(here).toBe(summary.match(/^- \*\*Error\*\* at/gm)?.length);
    expect(numberIn(/^- … and (\d+) more findings; `surefoot review` shows them all\.$/m, summary)).toBe(
      400 - (here ?? 0),
    );
  });

  it("leads from the body to the check only for what the check lists, and to the command line for the rest", () => {
    const rest =
      /^- … and (\d+) more findings: the check lists (\d+) of them, and `surefoot review` shows all\.$/m;
    const [, left, inCheck] = (rest.exec(plan.reviewBody ?? "") ?? []).map(Number);
    const named = (markdown: string | null) =>
      new Set(markdown?.match(/(?<=^- \*\*Error\*\* at \[`)[^`]+/gm));
    const [inBody, listed] = [named(plan.reviewBody), named(plan.check.summary)];
    const commented = new Set(plan.comments.map(({ path }) => path));
    const others = [...listed].filter(
      (place) => !inBody.has(place) && !commented.has(place.split(":")[0] ?? ""),
    );
    expect([left, inCheck]).toEqual([400 - plan.comments.length - inBody.size, others.length]);
  });

  it("is shown whole by the command line", () => {
    expect(text.match(/^ {2}error readiness-gate/gm)).toHaveLength(400);
    expect(text.match(/^Deployment service-/gm)).toHaveLength(400);
    expect(plan.reviewBody).toContain("| … and 300 more; `surefoot review` shows them all |");
  });

  it("is told within GitHub's limits", () => {
    expect(plan.check.summary.length).toBeLessThan(65_000);
    expectArithmeticOnce(plan);
  });
});
