import { describe, expect, it } from "vitest";
import { isOfRepository } from "../../../src/workload/sight/applied-folders.js";

const SEEN = "https://github.com/shop/deploy/blob/0123abc";

describe("a folder that an Application names", () => {
  it.each<[string, string | null, string | null, boolean]>([
    ["of this repository", "https://github.com/shop/deploy.git", SEEN, true],
    ["by SSH", "git@github.com:shop/Deploy.git", SEEN, true],
    ["with a slash at its end", "ssh://git@github.com/shop/deploy/", SEEN, true],
    ["of a mirror or a fork", "https://git.example.com/mirrors/deploy", SEEN, true],
    ["of another repository", "https://github.com/shop/platform.git", SEEN, false],
    ["of one whose name ends as this one's", "https://github.com/shop/my-deploy", SEEN, false],
    ["of one that is filled in later", "{{ .repository }}", SEEN, true],
    ["of none", null, SEEN, true],
    ["where this repository is not known", "https://github.com/shop/platform.git", null, true],
  ])("%s", (_, repository, webUrl, expected) => {
    expect(isOfRepository({ folder: "k8s", repository }, webUrl)).toBe(expected);
  });
});
