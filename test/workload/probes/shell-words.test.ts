import { describe, expect, it } from "vitest";
import { leftWords, unreadOperator } from "../../../src/workload/probes/shell-words.js";

describe("an operator that no shell reads", () => {
  it("is told with its program and the word behind it", () => {
    expect(unreadOperator(["/bin/ps", "aux", " ||", "grep", "app"])).toEqual({
      program: "ps",
      operator: "||",
      behind: "grep",
    });
    expect(unreadOperator(["curl", "-f", "localhost", "2>&1"])).toEqual({
      program: "curl",
      operator: "2>&1",
      behind: null,
    });
  });

  it.each([
    [["redis-cli", "ping", "|", "grep", "PONG"], "|"],
    [["cat", "/a", "&&", "cat", "/b"], "&&"],
    [["cat", "/a", ";", "exit", "0"], ";"],
    [["curl", "localhost", ">", "/dev/null"], ">"],
    [["curl", "localhost", ">/dev/null"], ">/dev/null"],
    [["curl", "-f", "||", "exit", "1"], "||"],
  ])("is found in %j", (command, operator) => {
    expect(unreadOperator(command)?.operator).toBe(operator);
  });

  it.each([
    ["a shell's own words", ["sh", "-c", "check", "||", "true"]],
    ["words behind a shell that another program starts", ["timeout", "5", "/bin/bash", "-c", "a", "&&", "b"]],
    ["words for a shell elsewhere", ["ssh", "db", "check", "||", "true"]],
    ["a comparison", ["test", "a", ">", "b"]],
    ["the end of find's command", ["find", "/tmp", "-exec", "cat", "{}", ";"]],
    ["an option's value", ["check", "--split", ";", "primary"]],
    ["a separator at the end", ["check", "|"]],
    ["a part of a word", ["mysql", "-e", "select 1 || 0"]],
    ["the program itself", ["||", "true"]],
    ["a word that is no text", ["curl", 1, "||", "true"]],
    ["more than 50 words", ["curl", "||", ...Array(49).fill("true")]],
    ["nothing", []],
  ])("is not %s", (_, command) => {
    expect(unreadOperator(command)).toBeNull();
  });
});

describe("words behind a shell's script", () => {
  it.each([
    [["sh", "-c", "check", "probe", "-addr=:8089"], "sh", ["probe", "-addr=:8089"]],
    [["/bin/bash", "-lc", "curl", "http://localhost/ready"], "bash", ["http://localhost/ready"]],
    [["sh", "-c", "cat /a", "&&", "cat /b"], "sh", ["&&", "cat /b"]],
    [["busybox", "sh", "-c", "grep -q up", "/tmp/state"], "sh", ["/tmp/state"]],
    [["sh", "-c", "cat", "file"], "sh", ["file"]],
    [["sh", "-c", 'code="$(curl -s a)"; test $code = 200', "b", "c"], "sh", ["b", "c"]],
  ])("are left of %j", (command, shell, words) => {
    expect(leftWords(command)).toEqual({ shell, words });
  });

  it.each([
    ["no words", ["sh", "-c", "check a"]],
    ["empty ones", ["sh", "-c", "check a", "", " "]],
    ["a name for the script's messages", ["sh", "-c", "check a", "sh"]],
    ["a name of any kind", ["sh", "-c", "check a", "ready"]],
    ["the sign that ends options", ["bash", "-c", "check", "--"]],
    ["a parameter", ["sh", "-c", 'check "$1"', "sh", "8089"]],
    ["a parameter in braces", ["sh", "-c", `check \${1:-80}`, "sh", "8089"]],
    ["all parameters", ["sh", "-c", 'exec "$@"', "sh", "check"]],
    ["how many there are", ["sh", "-c", "test $# -gt 1", "sh", "check"]],
    ["a loop over them", ["sh", "-c", "for one do check; done", "sh", "check"]],
    ["a shift", ["sh", "-c", "shift; check", "sh", "check"]],
    ["a file that may read them", ["sh", "-c", ". /check.sh", "sh", "check"]],
    ["a script that a template writes", ["sh", "-c", "{{ check }}", "a", "b"]],
    ["a script from elsewhere", ["sh", "-c", `\${CHECK}`, "a", "b"]],
    ["one more option", ["bash", "-c", "-x", "check a"]],
    ["a file and no script", ["sh", "/check.sh", "a", "b"]],
    ["another program", ["check", "-c", "a", "b"]],
    ["a word that is no text", ["sh", "-c", "check", 1, 2]],
  ])("are none beside %s", (_, command) => {
    expect(leftWords(command)).toBeNull();
  });
});
