import { describe, expect, test } from "vitest";
import type { ManifestObject, Origin } from "../../src/manifest/manifest.js";
import { placeOf, plainOrigin } from "../../src/manifest/origin.js";
import { readManifest } from "../../src/manifest/read-manifest.js";

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web:1
          ports:
            - containerPort: 8000
`;
const KINDS = new Set(["Deployment"]);

function objectOf(origin?: Origin): ManifestObject {
  const manifest = readManifest("k8s/web.yaml", TEXT, KINDS);
  if (origin !== undefined) manifest.origin = origin;
  return manifest.objects[0] as ManifestObject;
}

describe("the origin of a plain file", () => {
  test("is the file itself, and its folder is the scope", () => {
    const { origin } = objectOf().document.manifest;
    expect(origin).toMatchObject({ id: "k8s/web.yaml", scope: "k8s" });
    expect(plainOrigin("web.yaml", true).scope).toBe("");
  });

  test("has the lines of a value, or of the nearest parent that is written", () => {
    const object = objectOf();
    expect(placeOf(object, ["spec", "replicas"])).toEqual({
      ...{ path: "k8s/web.yaml", line: 6, endLine: 6, editable: true },
    });
    expect(placeOf(object, ["spec", "template", "spec", "hostNetwork"])).toMatchObject({
      line: 10,
      endLine: 15,
    });
  });

  test("may not be edited where its bytes are not its text", () => {
    const manifest = readManifest("k8s/web.yaml", TEXT, KINDS, false);
    expect(placeOf(manifest.objects[0] as ManifestObject, [])?.editable).toBe(false);
  });
});
