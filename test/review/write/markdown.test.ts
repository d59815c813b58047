import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellCode,
  code,
  escapeText,
  fenced,
  folded,
  joinWithin,
  placeLink,
  prose,
} from "../../../src/review/write/markdown.js";
import { quoted } from "../../../src/words/quote.js";
import { strayMarkup } from "../stray-markup.js";

/** Words that strangers put into manifests, around what Markdown and GitHub listen to. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "`",
        "``",
        "```",
        "\n",
        "\r\n",
        "\n\n",
        "@octocat",
        "@org/team",
        "#1",
        "octo/repo#1",
        "|",
      ),
      fc.constantFrom("<b>", "</details>", "<!--", "-->", "<img src=x>", "[a](b)", "![a](b)", "http://e.vil"),
      fc.constantFrom(
        "www.e.vil",
        "\\",
        "*",
        "_",
        "~~~",
        "“",
        "”",
        "&lt;",
        "&#64;a",
        "\u202e",
        "\u001b[31m",
        "\u2028",
      ),
      fc.string({ maxLength: 5, unit: "binary" }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("the reader that finds stray markup", () => {
  it.each([
    ["a mention", "hello @octocat"],
    ["HTML", "a <b>bold</b> name"],
    ["a span that closes too early", "`a``b` @octocat"],
    ["a fence that is closed from inside", "```yaml\na: |\n  x\n```\n@octocat\n```"],
    ["a fence that is never closed", "```yaml\na: b"],
    ["a link", "[click](http://e.vil)"],
    ["a bare address", "see https://e.vil"],
    ["an issue", "fixes #12"],
    ["an order turned around", "a\u202eb"],
  ])("finds %s", (_, markdown) => {
    expect(strayMarkup(markdown)).not.toEqual([]);
  });

  it("takes what we write on purpose", () => {
    const text = `**Error**: \`@octocat\` a \\<b\\>\n\n${folded("How this is computed", "```sh\n@x\n```")}`;
    expect(strayMarkup(text)).toEqual([]);
  });
});

describe("writing words of strangers", () => {
  it("leaves no way out of a code span, a cell, a sentence or a link", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(strayMarkup(`a ${code(text)} b`)).toEqual([]);
        expect(strayMarkup(escapeText(`a ${text} b`))).toEqual([]);
        expect(strayMarkup(prose(`container ${quoted(text)} and ${text}`))).toEqual([]);
        expect(strayMarkup(placeLink("https://github.com/o/r/blob/sha", text, 3))).toEqual([]);
        // A pipe ends a cell even inside a code span.
        expect(cellCode(text).replace(/\\\|/g, "")).not.toContain("|");
      }),
    );
  });

  it("leaves no way out of a fenced block, whose text stays as it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const block = fenced("yaml", text);
        expect(strayMarkup(`a\n\n${block}\n\nb`)).toEqual([]);
        expect(block.split("\n").slice(1, -1).join("\n")).toBe(text);
      }),
    );
  });

  it("fences text with a hundred thousand runs of backticks", () => {
    expect(fenced("", "` ".repeat(300_000))).toHaveLength(600_008);
  });

  it.each([
    ["a name", "`a name`"],
    ["", "` `"],
    ["`", "`` ` ``"],
    ["a`b", "`` a`b ``"],
    ["a``b", "``` a``b ```"],
    ["a\nb", "`a b`"],
    ["\u001b[31mred\u202e", "`[31mred`"],
  ])("puts %j into a code span", (text, span) => {
    expect(code(text)).toBe(span);
  });

  it("shows the end of what is too long for a span, where a path tells most", () => {
    const span = code(`${"folder/".repeat(2_000)}web.yaml:12`);
    expect(span).toHaveLength(302);
    expect(span).toMatch(/^`….*\/web\.yaml:12`$/);
  });

  it("links to a path whatever it holds", () => {
    const url = "https://github.com/o/r/blob/sha";
    expect(placeLink(url, "k8s/web.yaml", 3)).toBe(`[\`k8s/web.yaml:3\`](${url}/k8s/web.yaml#L3)`);
    expect(placeLink(url, "a b/(c)/d#e?.yaml", 1)).toContain(`${url}/a%20b/%28c%29/d%23e%3F.yaml#L1`);
    expect(placeLink(url, "half \ud800.yaml", 1)).toContain("/half%20%EF%BF%BD.yaml#L1");
    expect(placeLink(null, "k8s/web.yaml", 3)).toBe("`k8s/web.yaml:3`");
  });
});

describe("joining sections", () => {
  it("counts what no longer fits instead of dropping it in silence", () => {
    const rest = (left: number) => `and ${left} more`;
    expect(joinWithin(["a", "b"], 1_000, rest)).toBe("a\n\nb");
    const joined = joinWithin(["a".repeat(500), "b".repeat(500), "c", "d"], 1_000, rest);
    expect(joined).toBe(`${"a".repeat(500)}\n\nand 3 more`);
    expect(joined.length).toBeLessThanOrEqual(1_000);
  });

  it("does not write what has no place", () => {
    const written: string[] = [];
    const section = (text: string) => () => {
      written.push(text.slice(0, 1));
      return text;
    };
    const sections = ["a".repeat(700), "b".repeat(700), "c", "d"].map(section);
    expect(joinWithin(sections, 1_000, (left) => `and ${left} more`)).toBe(
      `${"a".repeat(700)}\n\nand 3 more`,
    );
    expect(written).toEqual(["a", "b"]);
  });
});
