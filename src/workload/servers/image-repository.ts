/** Returns a repository without tag and digest: `docker.io/library/redis:7@sha256:…` is `redis`; any other registry stays in front. */
export function repositoryOf(image: string): string {
  const [untagged = ""] = image.split("@");
  return untagged
    .replace(/:[^/]*$/, "")
    .replace(/^(?:index\.)?docker\.io\//, "")
    .replace(/^library\//, "");
}
