import { describe, expect, test } from "vitest";
import { imageName, partsOfImage, repositoryOf } from "../../../src/workload/servers/image.js";

describe("what an image's name says", () => {
  test.each([
    ["redis", "redis", null, null],
    ["redis:7", "redis", "7", null],
    ["registry:5000/shop/api", "registry:5000/shop/api", null, null],
    ["registry:5000/shop/api:1.2", "registry:5000/shop/api", "1.2", null],
    ["registry:5000/shop/api:1.2@sha256:ab", "registry:5000/shop/api", "1.2", "sha256:ab"],
    ["redis@sha256:ab", "redis", null, "sha256:ab"],
    ["", "", null, null],
  ])("%s", (image, repository, tag, digest) => {
    expect(partsOfImage(image)).toEqual({ repository, tag, digest });
  });

  test("leaves Docker Hub's own prefix out, and no other registry's", () => {
    expect(repositoryOf("docker.io/library/redis:7@sha256:ab")).toBe("redis");
    expect(repositoryOf("index.docker.io/shop/api:1")).toBe("shop/api");
    expect(repositoryOf("registry:5000/library/redis:7")).toBe("registry:5000/library/redis");
  });

  test("is the container's name where a tool fills the image in", () => {
    expect(imageName({ image: "registry:5000/shop/API:1.2", name: "web" })).toBe("api");
    expect(imageName({ image: null, name: "Web" })).toBe("web");
    expect(imageName({ image: ":latest", name: "web" })).toBe("web");
  });
});
