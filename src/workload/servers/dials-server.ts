/** Workers that dial the server which hands them their work: nobody calls them. */
import { settingsOf } from "../serving/settings-of.js";
import type { Container } from "../workload.js";
import { imageName } from "./image.js";

/**
 * By their images. Tdarr's node has had no port of its own since 2.00.18, whose settings have no `nodePort` any more
 * (github.com/HaveAGitGat/Tdarr: the logs in issues 591, of 2.00.16, and 664); manifests still declare 8267.
 */
const DIALS = /^tdarr[-_]node$/;
/** Others of them are called so. */
const WORKER = /[-_](?:node|agent|worker|runner)$/;
/** Variables that name its server, with the program's own name before: `CONFIG_SERVER_URL` names another one. */
const SERVER = /^(?:(\w+?)_)?(?:server|master|controller|coordinator)(?:_?(?:ip|host|url|addr(?:ess)?))?$/;
/** Where a server itself listens. */
const OWN = /^(?:|0\.0\.0\.0|\*|::|\[::\]|localhost|127\.[\d.]+)$/;

/** Whether a container dials a server for its work, as its image's name and its variables say. */
export function dialsServer(container: Container): boolean {
  const name = imageName(container);
  if (DIALS.test(name)) return true;
  return (
    WORKER.test(name) &&
    settingsOf(container).some(({ key, value, source }) => {
      const of = source === "variable" && !OWN.test(value) ? SERVER.exec(key) : null;
      return of !== null && name.includes((of[1] ?? "").replaceAll("_", "-"));
    })
  );
}
