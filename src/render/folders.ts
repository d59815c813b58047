/** Paths of the repository, and the folders that they are in; the root is "". */

/** Returns the path of a folder's file. */
export function inFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

export function isBelow(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

/** Returns the path relative to a folder that it is in. */
export function below(folder: string, path: string): string {
  return folder === "" ? path : path.slice(folder.length + 1);
}

/** Returns the nearest of the folders in which a file stands; null where it stands in none. */
export function folderAbove(path: string, folders: ReadonlySet<string>): string | null {
  let at = path;
  for (;;) {
    const slash = at.lastIndexOf("/");
    at = slash === -1 ? "" : at.slice(0, slash);
    if (folders.has(at)) return at;
    if (slash === -1) return null;
  }
}

/** Returns what a relative path of a folder means; null where it leaves the repository, or is no relative one. */
export function folderWithin(folder: string, relative: string): string | null {
  if (relative.startsWith("/") || relative.includes("\\")) return null;
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
