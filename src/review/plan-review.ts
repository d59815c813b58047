import type { Problem } from "../manifest/problem.js";
import type { Finding } from "../rules/finding.js";
import { visible } from "../rules/words.js";
import { conclude, titleOf } from "./conclude.js";
import { isFixable } from "./is-fixable.js";
import { deservesComment, placeComments } from "./place-comments.js";
import type { ReviewMaterial } from "./review-material.js";
import type { Annotation, ReviewPlan } from "./review-plan.js";
import { writeReviewBody, writeSummary } from "./write-body.js";

/** GitHub takes 50 annotations in one request. */
const MAX_ANNOTATIONS = 50;

export function planReview(material: ReviewMaterial): ReviewPlan {
  const { changeSet, policy, workloads, findings, policyFaults } = material;
  const conclusion = conclude(findings, workloads, policy, policyFaults, material.problems);
  const title = titleOf(findings, workloads, policyFaults, material.problems);
  const spoken = findings.filter((finding) => deservesComment(finding, policy));
  const { comments, unplaced } = placeComments(spoken, material);
  const problems = [...policy.problems, ...policyFaults, ...material.problems];
  const text = { ...material, problems, title, comments, unplaced };
  return {
    base: changeSet.base,
    head: changeSet.head,
    conclusion,
    title,
    workloads,
    findings,
    comments,
    spoken: spoken.map(({ id }) => id),
    problems,
    reviewBody: spoken.length === 0 ? null : writeReviewBody(text),
    check: {
      summary: writeSummary(text),
      annotations: annotationsOf(findings, problems),
      fixable: findings.filter(isFixable).length,
    },
  };
}

function annotationsOf(findings: readonly Finding[], problems: readonly Problem[]): Annotation[] {
  const ofFindings = findings.map(
    ({ path, line, endLine, severity, rule, message, state }): Annotation => ({
      path,
      startLine: line,
      endLine: Math.max(line, endLine),
      level: severity === "error" ? (state === "new" ? "failure" : "warning") : "notice",
      title: state === "existing" ? `${rule} (there before)` : rule,
      message: visible(message.replace(/[“”]/g, '"')),
    }),
  );
  const ofPolicy = problems
    .filter(({ code }) => code === "policy")
    .map(
      ({ path, line, message }): Annotation => ({
        path,
        startLine: line,
        endLine: line,
        level: "failure",
        title: "policy",
        message: visible(message),
      }),
    );
  const order = ["failure", "warning", "notice"];
  return [...ofPolicy, ...ofFindings]
    .toSorted((left, right) => order.indexOf(left.level) - order.indexOf(right.level))
    .slice(0, MAX_ANNOTATIONS);
}
