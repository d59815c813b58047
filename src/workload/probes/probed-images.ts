/** Which port the probes of other workloads ask of an image: a list of `ports` is copied more easily than a probe that fails. */
import { asArray, asString, get, isObject } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readManifest } from "../../manifest/read-manifest.js";
import { repositoryOf } from "../servers/image.js";
import { PROBE_TYPES } from "../workload.js";

export interface ProbedImage {
  /** without its tag */
  repository: string;
  port: number;
  /** the workload's */
  name: string;
  path: string;
}

const PROBES = new RegExp(`\\b(?:${PROBE_TYPES.join("|")})\\b`);

export function mayProbe({ text }: Manifest): boolean {
  return PROBES.test(text);
}

const known = new WeakMap<Manifest, readonly ProbedImage[]>();

/** Returns what probes of some files ask of an image, by the pod template of whatever kind has one at the usual place. */
export function probesOfImage(image: string, manifests: readonly Manifest[]): ProbedImage[] {
  const wanted = repositoryOf(image);
  if (wanted === "") return [];
  return manifests
    .filter(({ text }) => text.includes(wanted))
    .flatMap((manifest) => {
      const images = known.get(manifest) ?? read(manifest);
      known.set(manifest, images);
      return images.filter(({ repository }) => repository === wanted);
    });
}

const KIND = /\bkind["']?[ \t]*:[ \t]*["']?(\w+)/g;

/** Of files beside the change no workloads are read, and so they are for this alone. */
function read({ path, text }: Manifest): ProbedImage[] {
  const kinds = new Set([...text.matchAll(KIND)].flatMap(([, kind]) => kind ?? []));
  return readManifest(path, text, kinds).objects.flatMap(({ value }) => {
    const name = asString(get(value, "metadata", "name"));
    const containers = asArray(get(value, "spec", "template", "spec", "containers"));
    if (name === null) return [];
    return containers.flatMap((container) => {
      const image = asString(get(container, "image"));
      if (image === null) return [];
      const ports = new Set(PROBE_TYPES.flatMap((type) => portsOf(get(container, type), container)));
      // One that the workload itself asks for by a setting says nothing of the image.
      const own = [...ports].filter((port) => !isSet(port, container));
      return own.map((port) => ({ repository: repositoryOf(image), port, name, path }));
    });
  });
}

function portsOf(probe: unknown, container: unknown): number[] {
  return ["httpGet", "tcpSocket", "grpc"].flatMap((handler) => {
    const port = get(probe, handler, "port");
    if (typeof port !== "string") return typeof port === "number" ? [port] : [];
    if (/^\d+$/.test(port)) return [Number(port)];
    const declared = asArray(get(container, "ports")).find((one) => get(one, "name") === port);
    const number = get(declared, "containerPort");
    return typeof number === "number" ? [number] : [];
  });
}

function isSet(port: number, container: unknown): boolean {
  if (!isObject(container)) return false;
  const { command, args, env } = container;
  return new RegExp(`(?<!\\d)${port}(?!\\d)`).test(JSON.stringify([command, args, env]));
}
