/** Whether a manifest has a container run another program than the one that its image is made for, and none that serves. */
import { asArray } from "../../manifest/json-value.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { imageName, lastPartOf } from "../servers/image.js";
import { isQueueWorker } from "../servers/queue-workers.js";
import type { Container } from "../workload.js";
import { settingsOf } from "./settings-of.js";

/** Start other programs, and say nothing of what those do. */
const LAUNCHERS =
  /^(?:sh|ash|bash|dash|zsh|env|exec|tini|dumb-init|gosu|su-exec|nice|timeout|python[\d.]*|node|nodejs|npm|npx|yarn|pnpm|deno|bun|java|ruby|bundle|perl|php|dotnet|go|poetry|pipenv|uv)$/;

/** Programs, scripts and subcommands that listen, by what they are called. */
const SERVES =
  /(?<!ob|re|con|de)serve|listen|(?:^|[-_.])(?:https?d?|web(?:hook|app|site|ui)?|www|api|rest|grpc|gateway|ingress|proxy|frontend|backend|ui|dashboard|console|portal|nginx|openresty|apache2?(?:ctl)?|caddy|traefik|envoy|haproxy|gunicorn|uvicorn|hypercorn|daphne|uwsgi|puma|unicorn|rackup|rails|php-fpm|catalina|jetty|tomcat|streamlit|flask|ncat|netcat|nc|socat|mysqld|mongod|postgres)(?:$|[-_.])/;

/** What an app's own start is called where it is named for nothing else. */
const OWN_START =
  /^(?:.*\/)?(?:app|application|main|index|start|run|entrypoint|docker-entrypoint)\.\w+$|\/(?:app|main|start|run|entrypoint|docker-entrypoint)$/;
const PACKAGE_START = /\b(?:npm|yarn|pnpm|bun)(?: run)? start\b/;

const SCRIPT = /\.(?:[cm]?js|ts|py|rb|php|jar|pl|sh|dll)$/;
/** Holds anything but a program: an address, or a value that is filled in later. */
const NO_PROGRAM = /:\/\/|^\$|\{\{|\.(?:ya?ml|json|toml|conf|cfg|ini|xml|properties)$/;

/**
 * A worker is often a copy of the server beside it, with another command and the same ports. False where that cannot be
 * told: the image's own start may listen on what it declares.
 */
export function runsAnotherProgram(container: Container): boolean {
  if (isQueueWorker(container)) return true;
  const [first] = strings(container.value.command);
  const [argument] = strings(container.value.args);
  if (first === undefined && (argument === undefined || !LAUNCHERS.test(baseOf(argument)))) return false;
  if (isUnknownImage(container)) return false;
  const words = programWords(container);
  if (words.length === 0 || /^\$|\{\{/.test(first ?? "")) return false;
  if (words.some((word) => OWN_START.test(word)) || PACKAGE_START.test(words.join(" "))) return false;
  const image = imageName(container);
  return !words.some((word) => SERVES.test(baseOf(word)) || isNamedLike(image, baseOf(word)));
}

/**
 * Whether a tool fills in which image it is: what that starts by itself cannot be told from a placeholder. No name of an
 * image has capitals (github.com/distribution/reference: path-component), so a word such as `IMAGE` is one, too.
 */
function isUnknownImage({ image }: Container): boolean {
  const name = lastPartOf(image ?? "");
  return name === "" || isPlaceholder(name) || /[A-Z]/.test(name);
}

/** The words that name a program, a script or a subcommand: those that are no flags and no flag's value. */
function programWords(container: Container): string[] {
  return settingsOf(container)
    .filter(({ source }) => source === "argument")
    .filter(({ key, value }) => key === "" || /^(?:m|c|jar)$/.test(key) || SCRIPT.test(value))
    .map(({ value }) => value)
    .filter((word) => !NO_PROGRAM.test(word));
}

/** “dex” in an image “dex” or “acme-dex”; a launcher names no program. */
function isNamedLike(image: string, program: string): boolean {
  const name = program.replace(SCRIPT, "");
  return (
    name.length > 1 &&
    !LAUNCHERS.test(name) &&
    `-${image}-`.replaceAll(/[_.]/g, "-").includes(`-${name.replaceAll(/[_.]/g, "-")}-`)
  );
}

function baseOf(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1).toLowerCase();
}

function strings(value: unknown): string[] {
  return asArray(value).filter((word) => typeof word === "string");
}
