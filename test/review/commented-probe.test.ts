import { describe, expect, it } from "vitest";
import { deployment, reviewFiles } from "../engine/review-files.js";

const WORDS = /Lines (\d+) to (\d+) have a readinessProbe that is commented out/;

/** The lines that are told of the first finding, and whether it has a click. */
function told(text: string): [string | null, string | undefined] {
  const fix = reviewFiles({ "a.yaml": text }).findings.find(({ rule }) => rule === "readiness-gate")?.fix;
  const found = WORDS.exec(fix?.caution ?? "");
  return [found === null ? null : `${found[1]}-${found[2]}`, fix?.confidence];
}

const commented = (indent: string, name = "readinessProbe") =>
  ["# NAME:", "#   httpGet:", "#     path: /ready", "#     port: 8000"]
    .map((line) => `${indent}${line.replace("NAME", name)}\n`)
    .join("");
const IN = "          ";
const TWO = `        - name: two
          image: two:1
          ports:
            - containerPort: 9000
`;

describe("a readiness probe that is commented out", () => {
  it.each<[string, string, ReturnType<typeof told>]>([
    ["is told beside the click", deployment({ container: commented(IN) }), ["20-23", "one-click"]],
    [
      "is told at the first column",
      deployment({ container: commented(IN).replaceAll(`${IN}# `, `#${IN}`) }),
      ["20-23", "one-click"],
    ],
    [
      "is told between the container's keys",
      deployment().replace("          ports:", `${commented(IN)}          ports:`),
      ["18-21", "one-click"],
    ],
    [
      "is told with other lines around it",
      deployment({ container: `${IN}# For later:\n${commented(IN)}${IN}# and more\n` }),
      ["21-24", "one-click"],
    ],
    [
      "is told where there are only words",
      deployment({ container: commented(IN) }).replace(
        "containerPort: 8000",
        "containerPort: 8000\n              name: grpc",
      ),
      ["21-24", "advice"],
    ],
    [
      "is not told of another probe",
      deployment({ container: commented(IN, "livenessProbe") }),
      [null, "one-click"],
    ],
    [
      "is not told of a word about it",
      deployment({ container: `${IN}# readinessProbe: later\n` }),
      [null, "one-click"],
    ],
    [
      "is not told without what it asks",
      deployment({ container: `${IN}# readinessProbe:\n${IN}#   periodSeconds: 5\n` }),
      [null, "one-click"],
    ],
    [
      "is not told of another container's",
      deployment({ container: TWO + commented(IN) }),
      [null, "one-click"],
    ],
  ])("%s", (_, text, expected) => expect(told(text)).toEqual(expected));

  it("is told with carriage returns, too", () => {
    expect(told(deployment({ container: commented(IN) }).replaceAll("\n", "\r\n"))[0]).toBe("20-23");
  });
});
