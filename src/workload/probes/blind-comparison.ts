/**
 * Finds scripts of probes that fail only where a number that a program prints is wrong. Where the image has no such program,
 * or it prints nothing, `[` has no number to compare and ends with 2, which `if` takes for a no, and the script ends with 0:
 * so it is in bash, dash and BusyBox' ash.
 */
import { MAX_SCRIPT_LENGTH, MAX_WORDS, scriptOf } from "./read-script.js";
import { baseName } from "./shell-words.js";

/** Other shells take what is empty for 0. */
const SHELL = /^(?:ba|da|a)?sh$/;
/** `x=$(program …)`, or with backquotes: a lone program, without a pipe or an alternative */
const ASSIGNMENT =
  /^\s*(?<name>[A-Za-z_]\w*)="?(?:\$\((?<call>[^()`|;&\n]*(?:2>&1[^()`|;&\n]*)?)\)|`(?<quotedCall>[^()`|;&\n]*(?:2>&1[^()`|;&\n]*)?)`)"?[ \t]*[;\n]\s*/;
const CONDITION = /^if\s+(?<condition>[^;\n]+)[;\n]\s*then\s+/;
/** something that is said, a failure, and nothing behind it that could fail */
const BRANCHES =
  /^(?:echo [^;&|\n`()]*[;\n]\s*)?exit\s+[1-9]\d*[ \t]*[;\n]\s*(?:else\s+(?:(?:exit\s+0[ \t]*|true[ \t]*|:[ \t]*|echo [^;&|\n`()]*)[;\n]\s*)+)?fi[ \t]*(?:[;\n]\s*(?:(?:exit\s+0|true)\s*;?\s*)?)?$/;
/** Builtins that print something whatever the image holds. */
const ALWAYS_PRINTS = /^(?:echo|printf|pwd|date|wc|expr|test|\[)$/;

/** Returns the program on which it hangs, without its folder, and the name of its output; null for any other command. */
export function blindComparison(command: readonly unknown[]): { program: string; name: string } | null {
  if (command.length > MAX_WORDS || !command.every((word) => typeof word === "string")) return null;
  const [first = "", ...rest] = command as string[];
  const shell = baseName(first);
  if (shell === "busybox") return blindComparison(rest);
  const script = SHELL.test(shell) ? scriptOf(shell, rest) : null;
  if (script === null || script.endsAtFailure || script.text.length > MAX_SCRIPT_LENGTH) return null;
  return ofScript(script.text);
}

function ofScript(script: string): { program: string; name: string } | null {
  const assignment = ASSIGNMENT.exec(script);
  const { name = "", call, quotedCall } = assignment?.groups ?? {};
  const program = (call ?? quotedCall ?? "").trim().split(/\s/)[0] ?? "";
  if (assignment === null || !/^[\w./-]+$/.test(program) || ALWAYS_PRINTS.test(baseName(program)))
    return null;
  const rest = script.slice(assignment[0].length);
  const condition = CONDITION.exec(rest);
  if (condition === null || !BRANCHES.test(rest.slice(condition[0].length))) return null;
  return comparesNumbers(condition.groups?.condition ?? "", name)
    ? { program: baseName(program), name }
    : null;
}

/** `[ "$x" -lt 200 -o "$x" -ge 400 ]`: each part compares the output with a number, and so none holds where it is empty. */
function comparesNumbers(condition: string, name: string): boolean {
  return condition.split(/\|\||&&/).every((part) => {
    const inner = /^\s*(?:\[\s+(.*?)\s+\]|test\s+(.*?))\s*$/.exec(part);
    const tests = (inner?.[1] ?? inner?.[2] ?? "").split(/\s+-[oa]\s+/);
    return tests.every((test) => {
      const [, left] = /^("?\$\{?\w+\}?"?)\s+-(?:lt|le|gt|ge|eq|ne)\s+"?\d+"?$/.exec(test) ?? [];
      return left !== undefined && left.replace(/["${}]/g, "") === name;
    });
  });
}
