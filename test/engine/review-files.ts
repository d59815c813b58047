import { type ChangeSet, decodeContent } from "../../src/changeset/change-set.js";
import { contentHunks } from "../../src/changeset/line-hunks.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { CIRCUMSTANCES } from "../circumstances.js";

type Texts = Record<string, string | Uint8Array>;

/** A change that adds files, or edits those that stand in `before` too. */
export function changeOf(after: Texts, before: Texts = {}): ChangeSet {
  const content = (text: string | Uint8Array | undefined) =>
    text === undefined ? null : decodeContent(typeof text === "string" ? Buffer.from(text) : text);
  const files = Object.entries(after).map(([path, text]) => {
    const [old, now] = [content(before[path]), content(text)];
    const status = old === null ? ("added" as const) : ("modified" as const);
    return { path, previousPath: null, status, before: old, after: now, hunks: contentHunks(old, now) };
  });
  return {
    base: "base",
    head: "head",
    webUrl: "https://github.com/o/r/blob/sha",
    files,
    siblings: [],
    omissions: [],
  };
}

export function reviewFiles(after: Texts, before: Texts = {}, policy: Partial<Policy> = {}): ReviewPlan {
  return reviewChange(renderChange(changeOf(after, before)), { ...DEFAULT_POLICY, ...policy }, CIRCUMSTANCES);
}

/** A Deployment of one container without a probe; `spec` and `container` are lines of their own, already indented. */
export function deployment({ name = "web", spec = "", container = "", replicas = "3" } = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
${spec}  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1
          ports:
            - containerPort: 8000
${container}`;
}
