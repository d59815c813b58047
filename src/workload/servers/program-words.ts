import type { Container } from "../workload.js";

/** Far more than any program is told; a manifest may hold megabytes in one word. */
const MAX_LENGTH = 4 * 1024;

/** Returns the words of a container's command line, those of a shell's script too, each without the folder in front. */
export function programWords({ commandLine }: Container): string[] {
  return commandLine
    .join(" ")
    .slice(0, MAX_LENGTH)
    .split(/[\s;|&"'`(){}<>]+/)
    .map((word) => word.slice(word.lastIndexOf("/") + 1))
    .filter((word) => word !== "");
}

/** Whether one of some words stands right before another, as in `flask run`. */
export function hasPair(words: readonly string[], first: RegExp, second: RegExp): boolean {
  return words.some((word, index) => first.test(word) && second.test(words[index + 1] ?? ""));
}
