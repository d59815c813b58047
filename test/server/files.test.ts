import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

it("explains every variable that the server reads, and no other", () => {
  const read = [...text("src/server/config.ts").matchAll(/env\.([A-Z_]+)|env, "([A-Z_]+)"/g)].map(
    ([, dotted, quoted]) => dotted ?? quoted,
  );
  const explained = [...text(".env.example").matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect([...new Set(explained)].sort()).toEqual([...new Set(read)].sort());
});

it("reads the environment in one place only", () => {
  const folders = ["src/github", "src/queue", "src/server"];
  const files = [
    "src/app.ts",
    ...folders.flatMap((folder) =>
      readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${folder}/${name}`),
    ),
  ];
  expect(files.filter((path) => text(path).includes("process.env"))).toEqual([]);
});

it("asks for no more than it uses, and for webhooks at the path it listens on", () => {
  const manifest = parse(text("app.yml"));
  expect(manifest.default_permissions).toEqual({
    metadata: "read",
    contents: "read",
    pull_requests: "write",
    checks: "write",
    issues: "read",
    merge_queues: "read",
  });
  expect(manifest.default_events).toEqual(["pull_request", "merge_group", "issue_comment"]);
  expect(new URL(manifest.hook_attributes.url).pathname).toBe("/api/github/webhooks");
});

it("asks in its second manifest for the right to commit, and for nothing else that the first does not", () => {
  const manifest = parse(text("app.yml"));
  expect(parse(text("app-with-fixes.yml"))).toEqual({
    ...manifest,
    default_permissions: { ...manifest.default_permissions, contents: "write" },
  });
});
