/** Quirks of a file as a whole, each told by name; most change nothing of what is read, and some end the reading. */
import type { Random } from "./random.js";

interface TextQuirk {
  name: string;
  change: (text: string, random: Random) => string;
}

const NEIGHBOUR = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: beside\n";

const QUIRKS: readonly TextQuirk[] = [
  { name: "a separator first", change: (text) => `---\n${text}` },
  { name: "a comment first", change: (text) => `# made by hand\n${text}` },
  { name: "empty documents around", change: (text) => `---\n---\n${text}---\n` },
  { name: "another document before", change: (text) => `${NEIGHBOUR}---\n${text}` },
  { name: "another document after", change: (text) => `${text}---\n${NEIGHBOUR}` },
  { name: "a separator with a comment", change: (text) => `${NEIGHBOUR}--- # next\n${text}` },
  { name: "a separator with a comment at once", change: (text) => `${NEIGHBOUR}---#next\n${text}` },
  { name: "a separator with a text behind it", change: (text) => `${NEIGHBOUR}--- next\n${text}` },
  { name: "four hyphens", change: (text) => `${NEIGHBOUR}----\n${text}` },
  { name: "an end mark", change: (text) => `${text}...\n` },
  { name: "a text after an end mark", change: (text) => `${text}...\nignored: [\n` },
  { name: "a directive", change: (text) => `%YAML 1.1\n---\n${text}` },
  { name: "carriage returns", change: (text) => text.replaceAll("\n", "\r\n") },
  { name: "a byte order mark", change: (text) => `\uFEFF${text}` },
  { name: "blanks at line ends", change: (text) => text.replaceAll("\n", "  \n") },
  { name: "a line with a tab alone", change: (text) => text.replace("\n", "\n\t\n") },
  { name: "a tab before a comment", change: (text) => text.replace("\n", "\n\t# note\n") },
  { name: "a tab after a colon", change: (text) => text.replace(": ", ":\t") },
  { name: "a tab as indentation", change: (text) => text.replace("\n  ", "\n\t") },
  { name: "no newline at the end", change: (text) => text.trimEnd() },
  {
    name: "cut short",
    change: (text, random) => text.slice(0, Math.ceil((text.length * (40 + random.below(60))) / 100)),
  },
  { name: "a bracket too many", change: (text) => `${text}]\n` },
  {
    name: "an anchor and an alias",
    change: (text) => text.replace(/^metadata:$/m, "x-labels: &labels {app: shop}\nmetadata:"),
  },
  {
    name: "a merge key",
    change: (text) => text.replace(/^( *)matchLabels:\n/m, "$1matchLabels:\n$1  <<: {tier: web}\n"),
  },
  {
    name: "a merge key that comes last",
    change: (text) => text.replace(/^( *)(replicas: .*\n)/m, "$1$2$1<<: {replicas: 7}\n"),
  },
  {
    name: "a merge key that comes first",
    change: (text) => text.replace(/^( *)(replicas: .*\n)/m, "$1<<: {replicas: 7}\n$1$2"),
  },
  {
    name: "two merge keys",
    change: (text) => text.replace(/^( *)(replicas: .*\n)/m, "$1<<: {replicas: 7}\n$1<<: {replicas: 8}\n"),
  },
  { name: "a block scalar", change: (text) => text.replace(/^( *)image: .*\n/m, "$1image: |-\n$1  nginx\n") },
  {
    name: "a folded scalar",
    change: (text) => text.replace(/^( *)image: .*\n/m, "$1image: >\n$1  nginx\n$1  latest\n"),
  },
  { name: "an escaped slash", change: (text) => text.replace(/^( *)image: .*\n/m, '$1image: "a\\/b"\n') },
  { name: "a comment at a quote", change: (text) => text.replace(/^( *)image: .*\n/m, '$1image: "a"#b\n') },
  {
    name: "a key that is no text",
    change: (text) => text.replace(/^( *)app: shop\n/m, "$1app: shop\n$11: one\n"),
  },
  {
    name: "a key that is null",
    change: (text) => text.replace(/^( *)app: shop\n/m, "$1app: shop\n$1~: one\n"),
  },
  {
    name: "a value that is a binary",
    change: (text) => text.replace(/^( *)app: shop\n/m, "$1app: !!binary c2hvcA==\n"),
  },
];

/** Changes the text by one quirk; its name, or null where the text has nothing that it could change. */
export function addQuirk(random: Random, text: string): { text: string; name: string } | null {
  const quirk = random.pick(QUIRKS);
  const changed = quirk.change(text, random);
  return changed === text ? null : { text: changed, name: quirk.name };
}
