// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what a shell fills in is what is tested
import { describe, expect, it } from "vitest";
import { certainCommand } from "../../../src/workload/probes/always-succeeds.js";

const finds = (command: unknown[]) => certainCommand(command)?.finds ?? null;

describe("a command that always succeeds", () => {
  it.each([
    [["true"]],
    [["/bin/true"]],
    [["echo", "ok"]],
    [["busybox", "true"]],
    [["/usr/bin/env", "true"]],
    [["ls"]],
    [["ls", "-l", "/"]],
    [["date"]],
    [["ps"]],
    [["ps", "aux"]],
    [["ps", "-ef"]],
    [["sh", "-c", "true"]],
    [["/bin/sh", "-c", "exit 0"]],
    [["sh", "-c", "exit", "0"]],
    [["sh", "-c", ":"]],
    [["bash", "-ec", "echo alive"]],
    [["sh", "-c", "echo 'alive and well' > /dev/null"]],
    [["sh", "-c", "# nothing to ask\ntrue\n"]],
    [["sh", "-c", 'echo "$HOSTNAME" && exit 0']],
  ])("looks at nothing: %j", (command) => {
    expect(finds(command)).toBe("nothing");
  });

  it.each([
    ["curl -f http://localhost:8080/ready || true"],
    ["curl -f http://localhost:${PORT}/ready >/dev/null 2>&1 || exit 0"],
    ["pg_isready -U app; exit 0"],
    ["test -f /tmp/ready; true"],
    ["nc -z localhost 80 || echo 'not yet'"],
    ["curl -s localhost | grep -q ok || :"],
    ["test -f /a && test -f /b || true"],
    ["test -f /a && exit 0; true"],
    ["curl -s -o /dev/null -w '%{http_code}' localhost\ntrue"],
    ["ps -ef | grep app"],
    ["ps aux | grep -q 'my-app'"],
  ])("ends well whatever it finds: %s", (script) => {
    expect(finds(["sh", "-c", script])).toBe("any");
  });

  it.each([
    ["a file's content", ["cat", "/tmp/ready"]],
    ["a test", ["test", "-f", "/tmp/ready"]],
    ["a database's own check", ["pg_isready"]],
    ["the reverse of true", ["false"]],
    ["a folder that may not be there", ["ls", "/data"]],
    ["a process that may not be there", ["ps", "-C", "app"]],
    ["such a process before words for a shell", ["ps", "-p", "7", "||", "true"]],
    ["processes of a terminal, of which there may be none", ["ps", "-a"]],
    ["a file's content before words for a shell", ["cat", "/tmp/ready", "||", "true"]],
    ["a program of that name with a space", ["true "]],
    ["no command", []],
    ["a word that is no text", ["true", 1]],
    ["exit, which is no program", ["exit", "0"]],
    ["a shell without a script", ["sh", "-c"]],
    ["a shell with a file", ["sh", "/check.sh"]],
    ["env that sets a variable", ["env", "A=b", "true"]],
    ["a shell with options by name", ["bash", "-o", "pipefail", "-c", "true"]],
  ])("is not %s", (_, command) => {
    expect(finds(command)).toBeNull();
  });

  it.each([
    ["another status on failure", "curl -f localhost || exit 1"],
    ["a check last", "echo asking; curl -f localhost"],
    ["a check behind &&", "true && curl -f localhost"],
    ["true behind &&", "curl -f localhost && true"],
    ["true, then a check with ||", "test -f /a || true && test -f /b"],
    ["an exit before true", "test -f /tmp/ready || exit 1; true"],
    ["a status of the check", "curl localhost; exit $?"],
    ["an exit without a status behind a check", "curl localhost; exit"],
    ["a branch", "if test -f /a; then exit 1; fi; exit 0"],
    ["a loop", "while ! nc -z localhost 80; do :; done; true"],
    ["set -e", "set -e; curl -f localhost; true"],
    ["a trap", "trap 'exit 1' TERM; true"],
    ["another program in its place", "exec check || true"],
    ["a sleep, which may outlast the timeout", "test -f /tmp/ready || sleep 60; true"],
    ["a wait", "wait-for-it localhost:80 || true"],
    ["a negation", "! true"],
    ["a subshell", "(exit 1); true"],
    ["a group", "{ exit 1; }; true"],
    ["a command in a command", "echo $(cat /tmp/ready)"],
    ["a command in back quotes", "echo `cat /tmp/ready`"],
    ["a command in double quotes", 'echo "$(cat /tmp/ready)"'],
    ["an expansion that may fail", "echo ${READY:?}; true"],
    ["a pipe that ends in a check", "echo ping | nc localhost 80"],
    ["a pattern that does not find itself", "ps -ef | grep [a]pp"],
    ["a list without command lines", "ps -e | grep app"],
    ["a search that leaves itself out", "ps -ef | grep app | grep -v grep"],
    ["a file that must be writable", "echo ok > /data/probe"],
    ["a file that must be there", "true < /tmp/ready"],
    ["a program in a variable", "$CHECK || true"],
    ["a variable of its own", "A=b || true"],
    ["a job in the background", "curl localhost & true"],
    ["a here-document", "cat <<EOF\ntrue\nEOF"],
    ["a quote without an end", "echo 'alive"],
    ["an operator without an end", "curl localhost ||"],
    ["an operator without a beginning", "|| true"],
    ["nothing", " "],
  ])("is not a script with %s", (_, script) => {
    expect(finds(["sh", "-c", script])).toBeNull();
  });

  it.each([
    [["echo", "-n", ">", "/dev/tcp/127.0.0.1/9000"]],
    [["echo", "ping", "|", "nc", "localhost", "80"]],
    [["true", "&&", "check"]],
    [["true", " && ", "check"]],
    [["/bin/ps", "aux", " ||", "grep", "app"]],
    [["ps", "|", "grep", "app"]],
  ])("has words for a shell, and none reads them: %j", (command) => {
    expect(finds(command)).toBe("unread");
  });

  it("is not a script whose first failure ends it", () => {
    expect(finds(["sh", "-ec", "curl -f localhost; true"])).toBeNull();
    expect(finds(["sh", "-e", "-c", "curl -f localhost; true"])).toBeNull();
    expect(finds(["sh", "-ec", "curl -f localhost || true"])).toBe("any");
  });

  it("is not a script of more than 500 characters, and a command of no more than 50 words", () => {
    expect(finds(["sh", "-c", `${"true;".repeat(100)}`])).toBe("nothing");
    expect(finds(["sh", "-c", `${"true;".repeat(101)}`])).toBeNull();
    expect(finds([...Array(49).fill("busybox"), "true"])).toBe("nothing");
    expect(finds([...Array(50).fill("busybox"), "true"])).toBeNull();
  });

  it("is told as it is written", () => {
    expect(certainCommand(["/bin/echo", "ok"])?.text).toBe("/bin/echo ok");
    expect(certainCommand(["sh", "-c", "exit 0\n"])?.text).toBe("exit 0");
  });
});
