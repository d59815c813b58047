/** No container engine is needed for the tests, so the Dockerfile is read: each promise of it is a line. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const lines = readFileSync("Dockerfile", "utf8")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));
const copied = (stage: readonly string[]) =>
  stage
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));
const argumentsOf = (instruction: string) =>
  lastStage.findLast((line) => line.startsWith(`${instruction} `))?.slice(instruction.length + 1);

describe("the image", () => {
  test("is not run by root, and names its user by a number that Kubernetes can check", () => {
    expect(argumentsOf("USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test("starts the process without a shell, so that signals reach it", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    expect((JSON.parse(argumentsOf("CMD") as string) as string[]).join(" ")).toBe(scripts.start);
  });

  test("listens on every address, on the port that it exposes", () => {
    const [env] = lastStage.filter((line) => line.startsWith("ENV "));
    expect(env).toContain("HOST=0.0.0.0");
    expect(env).toContain(`PORT=${argumentsOf("EXPOSE")}`);
    expect(env).toContain("NODE_ENV=production");
    expect(env).toContain("LOG_FORMAT=json");
  });

  test("asks its own health with Node and nothing else", () => {
    expect(argumentsOf("HEALTHCHECK")).toMatch(/CMD \["node", "-e", "fetch\(.*\/healthz'/);
  });

  test("holds no development dependency", () => {
    const from = /COPY --from=(\w+) \/app\/node_modules/.exec(lastStage.join("\n"))?.[1];
    const start = lines.findIndex((line) => line.endsWith(`AS ${from}`));
    const end = lines.findIndex((line, index) => index > start && line.startsWith("FROM "));
    expect(lines.slice(start, end)).toContain("RUN npm ci --omit=dev");
  });

  test("copies only files that exist and that .dockerignore lets through", () => {
    const allowed = readFileSync(".dockerignore", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    for (const path of copied(lines)) {
      expect(existsSync(path), path).toBe(true);
      expect(allowed).toContain(path);
    }
  });

  test("has all that its build runs, the rollout page's script included", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const needed = [...scripts.build.matchAll(/\b(?:tsconfig[\w.]*\.json|scripts(?=\/))/g)].map(
      ([path]) => path,
    );
    expect(needed).toContain("scripts");
    const build = lines.slice(0, lines.indexOf("RUN npm run build"));
    expect(copied(build)).toEqual(expect.arrayContaining(["src", ...needed]));
  });

  test("holds the documentation, and the package does too", () => {
    expect(lastStage).toContain("COPY docs ./docs");
    const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      encoding: "utf8",
    });
    const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toContain("docs/rules/readiness-gate.md");
    expect(paths).toContain("docs/review.schema.json");
    expect(paths.filter((path) => path.startsWith("docs/images/"))).toEqual([]);
  });
});
