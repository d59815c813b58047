import type { Container } from "../workload.js";

/**
 * Whether a program may run and open no port at all: `argocd-dex rundex` waits without a listener until its ConfigMap has a
 * `dex.config` (argo-cd: cmd/argocd-dex/commands/argocd_dex.go).
 */
export function opensOnDemand({ commandLine }: Container): boolean {
  return commandLine.includes("rundex");
}
