import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** In a process that does nothing else: one that works collects garbage of its own accord. */
const PROGRAM = `
import { compileModule } from "./src/renderer/compile-module.ts";
import { RENDER_LIMITS } from "./src/renderer/limits.ts";
const before = process.memoryUsage().arrayBuffers;
const module = await compileModule(RENDER_LIMITS.memoryBytes);
// V8 frees in a thread of its own what it has collected.
const left = () => process.memoryUsage().arrayBuffers - before;
for (let wait = 0; wait < 40 && left() > 4e6; wait++) await new Promise((done) => setTimeout(done, 50));
console.log(JSON.stringify({ left: left(), imports: WebAssembly.Module.imports(module).length }));
`;

test("compiling leaves nothing of the pieces that the module came in", () => {
  const args = ["--import", "tsx", "--input-type=module", "--eval", PROGRAM];
  const run = execFileSync(process.execPath, args, { env: { PATH: process.env.PATH } });
  const { left, imports } = JSON.parse(String(run));
  expect(left).toBeLessThan(4_000_000);
  expect(imports).toBeGreaterThan(10);
});
