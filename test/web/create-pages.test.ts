import { expect, it } from "vitest";
import { createPages } from "../../src/web/create-pages.js";

it("the address alone leads to the documentation", () => {
  const pages = createPages(null);
  expect(pages.get("/")).toEqual({ kind: "redirect", to: "docs/" });
  expect(pages.has("/docs/")).toBe(true);
});
