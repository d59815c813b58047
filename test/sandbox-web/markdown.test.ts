/** Markdown as GitHub shows it. */
import { describe, expect, test } from "vitest";
import { h, htmlText } from "../../sandbox/web/html.js";
import { renderMarkdown } from "../../sandbox/web/markdown.js";

const shown = (markdown: string) =>
  htmlText(renderMarkdown(markdown)).replace(/^<div class="markdown">|<\/div>$/g, "");

describe("Markdown", () => {
  test.each([
    ["a line break is one, as in GitHub's comments", "a\nb", "<p>a<br>\nb</p>"],
    [
      "a task list",
      "- [x] a",
      '<ul class="contains-task-list">\n<li class="task-list-item"><input type="checkbox" checked disabled aria-label="Completed task"> a</li>\n</ul>',
    ],
    [
      "a pipe in a cell's code",
      "|a|\n|-|\n|`x\\|y`|",
      "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><code>x|y</code></td>\n</tr>\n</tbody>\n</table>",
    ],
    [
      "a folded part with Markdown in it",
      "<details><summary>s</summary>\n\n**b**\n\n</details>",
      "<details><summary>s</summary>\n<p><strong>b</strong></p>\n</details>",
    ],
    [
      "a fenced block with its language",
      "```yaml\na: 1\n```",
      '<pre><code class="language-yaml">a: 1\n</code></pre>',
    ],
    [
      "a bare address",
      "https://a.example",
      '<p><a href="https://a.example" rel="noopener noreferrer nofollow">https://a.example</a></p>',
    ],
    ["a hidden comment, and a name that pings nobody", "a <!-- b --> @<!-- -->c @d #1", "<p>a  @c @d #1</p>"],
    ["a picture by its words", "![a *b*](https://a.example/x.png)", "<p><span>a b</span></p>"],
    ["a relative link, which leads nowhere here", "[a](docs/b.md)", "<p><a>a</a></p>"],
    ["a link that would run", "[a](javascript:alert(1)) [b](<data:text/html,x>)", "<p><a>a</a> <a>b</a></p>"],
    [
      "markup that is not allowed",
      '<script>alert(1)</script><b onclick="x" style="y" class="z">a</b>',
      "<b>a</b>",
    ],
    ["an id that a part of the page has", '<div id="main">a</div>', '<div id="user-content-main">a</div>'],
    ["markup that is never closed", "<details><table><b>", "<details><b></b><table></table></details>"],
  ])("%s", (_, markdown, html) => {
    expect(shown(markdown)).toBe(html);
  });

  test("suggestion blocks are drawn by whoever knows the lines, whatever their fence", () => {
    const seen: unknown[] = [];
    const suggestion = (text: string, isFirst: boolean) => {
      seen.push([text, isFirst]);
      return h("hr");
    };
    const markdown =
      "````suggestion\na ``` <b>\n\n````\n\n- in a list\n  ```suggestion\n  c\n  ```\n\n```suggestion\n```";
    const html = htmlText(renderMarkdown(markdown, { suggestion }));
    expect(seen).toEqual([
      ["a ``` <b>\n", true],
      ["c", false],
      ["", false],
    ]);
    expect(html).not.toContain("<pre>");
  });

  test("the same text drawn twice does not carry over what was drawn first", () => {
    const markdown = "```suggestion\na\n```";
    renderMarkdown(markdown, { suggestion: () => h("hr") });
    expect(shown(markdown)).toContain("<pre>");
  });

  test.each([
    ["quotes", ">".repeat(30_000)],
    ["lists", "- ".repeat(30_000)],
    ["numbered lists", "1. ".repeat(20_000)],
    ["mixed", "> - 1) ".repeat(10_000)],
    ["elements", "<div>".repeat(12_000)],
    ["brackets", "[".repeat(60_000)],
    ["emphasis", "*a ".repeat(20_000)],
    // One that never came to its end would meet the limit that the runner sets for a test.
  ])("%s nested beyond reason are shown to the end", (_, markdown) => {
    expect(shown(`${markdown}end`)).toContain("end");
  });
});
