import { describe, expect, it } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";
import { deploymentOf, serviceOf } from "../../workload/read-yaml.js";

describe("ports of which it is not known who answers", () => {
  const CONTAINERS =
    '{name: a, image: "a:1", readinessProbe: {exec: {command: [check]}}}, {name: b, image: "b:1"}';
  const planOf = (ports: number) => {
    const written = Array.from({ length: ports }, (_, index) => `{name: p${index}, port: ${9000 + index}}`);
    return reviewFiles({
      "a.yaml": deploymentOf({ containers: CONTAINERS }) + serviceOf(written.join(", ")),
    });
  };

  it.each([
    [1, 1, null],
    [3, 3, null],
    [4, 3, "It is so with 1 more port."],
    [7, 3, "It is so with 4 more ports."],
  ])("%d of them are %d problems, and the last counts the others", (ports, told, words) => {
    const messages = planOf(ports).problems.map(({ message }) => message);
    expect(messages).toHaveLength(told);
    expect(messages.filter((message) => message.includes("It is so with"))).toHaveLength(
      words === null ? 0 : 1,
    );
    if (words !== null) expect(messages.at(-1)).toContain(words);
  });

  it.each([
    [5, 5, null],
    [7, 5, "and so it is with 2 more ports"],
  ])("%d of them are %d lines of the arithmetic, and one more for the others", (ports, lines, words) => {
    const { summary } = planOf(ports).check;
    expect(summary.match(/^Service “web” routes to port \d+, which no container/gm)).toHaveLength(lines);
    expect(/^and so it is .*$/m.exec(summary)?.[0] ?? null).toBe(words);
  });
});
