/**
 * What a runner takes out of a step's output, written down from its own source apart from ours: actions/runner,
 * ActionCommand.cs (`TryParseV2`, then `TryParse`) and OutputManager.cs, which splits at line ends.
 */
const REGISTERED = new Set([
  ...["add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group"],
  ...["internal-set-repo-path", "notice", "remove-matcher", "save-state", "set-env", "set-output"],
  ...["stop-commands", "warning"],
]);

export interface Order {
  name: string;
  properties: Record<string, string>;
  message: string;
}

/** The orders in a step's output, and the lines that are none. */
export function readOrders(output: string): { orders: Order[]; lines: string[] } {
  const orders: Order[] = [];
  const lines: string[] = [];
  for (const line of output.split(/\r\n|\r|\n/)) {
    const order = newStyle(line) ?? oldStyle(line);
    if (order === null) lines.push(line);
    else orders.push(order);
  }
  return { orders, lines };
}

// `::name key=value,key=value::message`, blanks before it left out.
function newStyle(line: string): Order | null {
  const text = line.trimStart();
  const end = text.indexOf("::", 2);
  if (!text.startsWith("::") || end < 0) return null;
  const [name, list] = splitOnce(text.slice(2, end), " ");
  if (!REGISTERED.has(name)) return null;
  const properties = readProperties(list.trim(), ",", { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": "," });
  return { name, properties, message: undo(text.slice(end + 2), { "%0D": "\r", "%0A": "\n" }) };
}

// `##[name key=value;key=value]message`, anywhere in the line.
function oldStyle(line: string): Order | null {
  const start = line.indexOf("##[");
  const end = line.indexOf("]", start);
  if (start < 0 || end < 0) return null;
  const [name, list] = splitOnce(line.slice(start + 3, end), " ");
  if (!REGISTERED.has(name)) return null;
  const marks = { "%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]" };
  return { name, properties: readProperties(list, ";", marks), message: undo(line.slice(end + 1), marks) };
}

function readProperties(
  list: string,
  separator: string,
  marks: Record<string, string>,
): Record<string, string> {
  const pairs = list.split(separator).map((pair) => splitOnce(pair, "="));
  return Object.fromEntries(
    pairs.filter(([key, value]) => key && value).map(([key, value]) => [key, undo(value, marks)]),
  );
}

// The per cent sign itself comes last, so that what was written with it stays.
function undo(text: string, marks: Record<string, string>): string {
  const undone = Object.entries(marks).reduce((so, [mark, sign]) => so.replaceAll(mark, sign), text);
  return undone.replaceAll("%25", "%");
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
