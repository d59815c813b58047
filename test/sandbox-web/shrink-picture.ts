import { spawnSync } from "node:child_process";

/** Gives a picture a palette, with which it takes a third of the space; leaves it as it is where there is no `pngquant`. */
export function shrinkPicture(path: string): void {
  spawnSync("pngquant", ["--force", "--strip", "--speed=1", "--nofs", "--output", path, path]);
}
