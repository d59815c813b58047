import { code } from "../write/markdown.js";

/** Every command with what it does. */
export const COMMANDS: readonly [form: string, does: string][] = [
  ["/surefoot fix", "commits every proven fix of this pull request at once"],
  ["/surefoot review", "reviews the newest commit again, now"],
  ["/surefoot explain <workload>", "shows how the numbers of a workload come about"],
  [
    "/surefoot waive <rule> <workload> until <date> because <reason>",
    "writes the waiver for you to commit; it waives nothing by itself",
  ],
  ["/surefoot help", "shows this list"],
];

/** Returns every command, in Markdown. */
export function writeCommandList(): string {
  const rows = COMMANDS.map(([form, does]) => `- ${code(form)} ${does}`);
  return [...rows, "", "A command is the first line of a new comment."].join("\n");
}

/** Returns the answer to a command that does not exist. */
export function writeUnknownCommand(word: string): string {
  return `There is no command ${code(word)}. These are the commands:\n\n${writeCommandList()}`;
}
