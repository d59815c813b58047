/** What kustomize's own program makes of a kustomization: `kustomize build`, with what it may read as the module has it. */
import { spawnSync } from "node:child_process";

export type NativeBuild = { ok: true; text: string } | { ok: false; message: string };

const MAX_MS = 60_000;

export function runKustomize(kustomize: string, folder: string): NativeBuild {
  const built = build(kustomize, [folder]);
  if (built.ok) return built;
  const free = build(kustomize, [folder, "--load-restrictor", "LoadRestrictionsNone"]);
  return free.ok ? free : built;
}

function build(kustomize: string, args: readonly string[]): NativeBuild {
  const { status, stdout, stderr, error } = spawnSync(kustomize, ["build", ...args], {
    ...{ encoding: "utf8", maxBuffer: 1 << 30, timeout: MAX_MS },
    // git, which it would fetch with, is not on the path.
    env: { PATH: "/nonexistent", HOME: "/nonexistent" },
  });
  return status === 0
    ? { ok: true, text: stdout }
    : { ok: false, message: (error?.message ?? stderr).trim() };
}
