/** The command could not run as asked. The message is one line: what is wrong and how to mend it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
