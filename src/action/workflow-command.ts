/** Orders to the runner of a job: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */

type Properties = Readonly<Record<string, string | number>>;

/** One line that the runner takes for an order, whatever the values hold (actions/runner, ActionCommand.cs). */
export function workflowCommand(name: string, properties: Properties, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${list.length > 0 ? ` ${list.join(",")}` : ""}::${escapeMessage(message)}`;
}

// The runner undoes these in the opposite order, so the per cent sign comes first.
function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
