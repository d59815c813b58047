/** The style sheet of every page: one column, the reader's own fonts, light or dark as the reader has it. */
export const PAGE_STYLE = `:root {
  color-scheme: light dark;
  --text: #1f2328;
  --faint: #59636e;
  --link: #0550ae;
  --line: #d1d9e0;
  --box: #f6f8fa;
  --page: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3;
    --faint: #9da7b1;
    --link: #79b8ff;
    --line: #3d444d;
    --box: #161b22;
    --page: #0d1117;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: 0 1rem 4rem;
  max-width: 50rem;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.6 system-ui, sans-serif;
  overflow-wrap: break-word;
}
header { padding: 1rem 0; border-bottom: 1px solid var(--line); }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, pre:focus-visible, table:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.25rem 0.5rem; background: var(--page); }
main:focus { outline: none; }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.875em; }
:not(pre) > code { padding: 0.1em 0.3em; border-radius: 0.25rem; background: var(--box); }
pre { overflow-x: auto; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.375rem; background: var(--box); }
pre code { font-size: 0.85rem; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
th, td { padding: 0.375rem 0.75rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
th { background: var(--box); }
blockquote { margin: 0; padding-left: 1rem; border-left: 0.25rem solid var(--line); color: var(--faint); }
`;
