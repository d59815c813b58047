/** What an image's name says. A port of its registry is no tag: that stands behind the last slash (github.com/distribution/reference). */
import type { Container } from "../workload.js";

export interface ImageParts {
  /** with the registry, as written */
  repository: string;
  tag: string | null;
  /** "sha256:…" */
  digest: string | null;
}

export function partsOfImage(image: string): ImageParts {
  const at = image.indexOf("@");
  const [untied, digest] = at === -1 ? [image, null] : [image.slice(0, at), image.slice(at + 1)];
  const colon = untied.indexOf(":", untied.lastIndexOf("/") + 1);
  return colon === -1
    ? { repository: untied, tag: null, digest }
    : { repository: untied.slice(0, colon), tag: untied.slice(colon + 1), digest };
}

/** Returns a repository as Docker Hub's own are called: `docker.io/library/redis:7` is `redis`; any other registry stays in front. */
export function repositoryOf(image: string): string {
  return partsOfImage(image)
    .repository.replace(/^(?:index\.)?docker\.io\//, "")
    .replace(/^library\//, "");
}

/** Returns the last part of a repository, as written. */
export function lastPartOf(image: string): string {
  return partsOfImage(image).repository.replace(/^.*\//, "");
}

/**
 * Returns the last part of an image's name, without registry and tag; where a tool fills the image in, the container's name.
 */
export function imageName({ image, name }: Pick<Container, "image" | "name">): string {
  const isFilledIn = image === null || partsOfImage(image).repository === "";
  return (isFilledIn ? (name ?? "") : lastPartOf(image)).toLowerCase();
}

/** What a container is called: its name and its image's, to tell a setting of its own from one of another. */
export function callsItself(container: Pick<Container, "image" | "name">): string {
  return `${container.name ?? ""} ${imageName(container)}`.toLowerCase();
}
