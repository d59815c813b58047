/** The frame of every page for people. */

export interface DocumentParts {
  /** plain text */
  title: string;
  /** addresses of the style sheet, the icon and the first page, relative to this one */
  style: string;
  icon: string;
  home: string;
  /** HTML */
  main: string;
}

/** A whole page. */
export function htmlDocument({ title, style, icon, home, main }: DocumentParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Surefoot</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${style}">
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header><nav aria-label="Documentation"><a href="${home}">Surefoot: documentation</a></nav></header>
<main id="main">
${main}
</main>
</body>
</html>
`;
}

/** Text that means nothing but itself, also inside an attribute in double quotes. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => names[character]!);
}
