/** What is committed under `action/` for the renderer. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { GO_VERSION } from "../../scripts/render/build-module.js";
import { bundleWorker } from "../../scripts/render/bundle-worker.js";

const facts = JSON.parse(readFileSync("action/render.json", "utf8"));

test("the worker is what its sources give; npm run build:action makes it anew", async () => {
  expect(readFileSync("action/render-worker.js", "utf8")).toBe(await bundleWorker());
});

test("the module is the one whose hash stands beside it", () => {
  const module = brotliDecompressSync(readFileSync("action/render.wasm.br"));
  const sha256 = createHash("sha256").update(module).digest("hex");
  expect({ go: GO_VERSION, bytes: module.length, sha256 }).toEqual(facts);
});

test("the module tells nothing of the machine that it was built on", () => {
  const module = brotliDecompressSync(readFileSync("action/render.wasm.br"));
  for (const word of [process.cwd(), "/root/", "/home/", "/tmp/"]) expect(module.includes(word)).toBe(false);
});

test("the licences name Helm, kustomize and Go itself", () => {
  const licenses = readFileSync("action/RENDER-LICENSES.txt", "utf8");
  for (const name of ["go v", "helm.sh/helm/v4 v4.3.2", "sigs.k8s.io/kustomize/api v0.21.2"])
    expect(licenses).toMatch(new RegExp(`^={80}\n${name.replaceAll(".", "\\.")}`, "m"));
});
