import type { TreeEntry } from "../git/read-objects.js";
import type { Repository } from "../state/model.js";
import type { World } from "../state/world.js";
import { encodePath, repositoryApi, repositoryPage } from "./urls.js";

/** A file or folder of the contents API, without its text: `content-file`, `content-directory`. */
export function presentContent(
  world: World,
  repository: Repository,
  commit: string,
  path: string,
  { name, oid, bytes, type, mode }: Pick<TreeEntry, "name" | "oid" | "bytes" | "type" | "mode">,
): Record<string, unknown> {
  const api = repositoryApi(world, repository);
  const url = `${api}/contents/${encodePath(path)}?ref=${commit}`;
  const gitUrl = `${api}/git/${type === "tree" ? "trees" : "blobs"}/${oid}`;
  const page = `${repositoryPage(world, repository)}/${type === "tree" ? "tree" : "blob"}/${commit}/${encodePath(path)}`;
  const kind = { blob: mode === 0o120000 ? "symlink" : "file", tree: "dir", commit: "submodule" }[type];
  return {
    ...{ type: kind, size: bytes, name, path, sha: oid, url, git_url: gitUrl, html_url: page },
    download_url:
      type === "blob" ? `${repositoryPage(world, repository)}/raw/${commit}/${encodePath(path)}` : null,
    _links: { self: url, git: gitUrl, html: page },
  };
}
