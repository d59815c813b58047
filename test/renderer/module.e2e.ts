/** The committed module against its sources. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildModule, GO_VERSION, hasGo, linkedModules } from "../../scripts/render/build-module.js";
import { collectGoLicenses } from "../../scripts/render/go-licenses.js";

const GO = await hasGo();
const SKIPPED = GO ? "" : ` (skipped: no Go ${GO_VERSION} on this machine)`;

describe.skipIf(!GO)(`the module that renders${SKIPPED}`, () => {
  test("is what its sources give; npm run build:render makes it anew", async () => {
    const { sha256 } = JSON.parse(readFileSync("action/render.json", "utf8"));
    const built = createHash("sha256")
      .update(await buildModule())
      .digest("hex");
    expect(built, "action/render.wasm.br is stale: npm run build:render").toBe(sha256);
  });

  test("comes with the licence of every module that is linked", async () => {
    const licenses = await collectGoLicenses("action/render.wasm.br", await linkedModules());
    expect(readFileSync("action/RENDER-LICENSES.txt", "utf8")).toBe(licenses);
  });
});
