/** The frame of every page for people. */

interface DocumentParts {
  /** plain text */
  title: string;
  /** addresses of the style sheets, the icon and the documentation's first page, relative to this one */
  styles: readonly string[];
  icon: string;
  home: string;
  /** address of the script, relative too; left out where there is none */
  script?: string;
  /** HTML */
  main: string;
}

/** A whole page. */
export function htmlDocument({ title, styles, icon, home, script, main }: DocumentParts): string {
  const links = styles.map((style) => `<link rel="stylesheet" href="${style}">`);
  if (script !== undefined) links.push(`<script type="module" src="${script}"></script>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Surefoot</title>
<link rel="icon" href="${icon}">
${links.join("\n")}
</head>
<body>
<a class="skip" id="skip" href="#main">Skip to the text</a>
<header><nav aria-label="Documentation"><a href="${home}">Surefoot: documentation</a></nav></header>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`;
}

/** Text that means nothing but itself, also inside an attribute in double quotes. */
function escapeHtml(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => names[character]!);
}
