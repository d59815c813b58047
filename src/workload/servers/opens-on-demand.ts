import type { Container } from "../workload.js";
import { imageName } from "./image.js";

/** Whether a program opens a port only once its configuration asks for it, which its manifest does not show. */
export function opensOnDemand(port: number, container: Container): boolean {
  return waitsForDex(container) || (port === 53 && waitsForSetup(container));
}

/** `argocd-dex rundex` waits without a listener until its ConfigMap has a `dex.config` (argo-cd: argocd_dex.go). */
function waitsForDex({ commandLine }: Container): boolean {
  return commandLine.includes("rundex");
}

/** AdGuard Home has no DNS until its setup page was gone through or a configuration is there (internal/home/home.go: firstRun). */
function waitsForSetup(container: Container): boolean {
  return imageName(container) === "adguardhome";
}
