/** Workbenches of one person each: JupyterLab, notebooks, editors and desktops in a browser. */
import type { Container } from "../workload.js";
import { imageName } from "./image.js";

/** As their images are called. */
const WORKBENCH =
  /^(?:(?:[a-z\d]+-)*notebook|(?:[a-z\d]+-)*jupyterlab|jupyter(?:-[a-z\d]+)*|jupyterhub-singleuser|k8s-singleuser-sample|code-server(?:-[a-z\d]+)*|openvscode-server|theia(?:-[a-z\d]+)*|rstudio(?:-[a-z\d]+)*|webtop)$/;
/** And as their programs are started (jupyter-server.readthedocs.io, coder.com/docs/code-server). */
const WORKBENCH_COMMAND =
  /(?:^|[\s/;&])(?:jupyter[- ](?:lab|notebook|server)|start-(?:notebook|singleuser)\.(?:sh|py)|jupyterhub-singleuser|code-server|openvscode-server)(?=\s|$)/;

/**
 * Whether a container is where one person works: the session lives in its one process, and no other pod could take it over.
 * JupyterHub itself, which leads many people to theirs, is none.
 */
export function isWorkbench(container: Container): boolean {
  return (
    WORKBENCH.test(imageName(container)) ||
    WORKBENCH_COMMAND.test(container.commandLine.join(" ").slice(0, 4000))
  );
}
