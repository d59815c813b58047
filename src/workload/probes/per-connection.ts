/** Listeners of a command line that start a command for each connection: whoever asks whether the port is open starts it. */
import { MAX_TOLD_LENGTH } from "../serving/settings-of.js";
import type { Container } from "../workload.js";

/** nmap.org: ncat's man page, "Command execution options"; the `nc` of BusyBox and of netcat-traditional has `-e` and `-c`. */
const NETCAT = /(?:^|[\s/])(?:ncat|netcat|nc)\s/;
const LISTENS = /\s(?:-\w*l\w*|--listen)(?=\s|$)/;
const STARTS = /\s(?:-\w*[ce]|--(?:sh-|lua-)?exec)(?=[\s=]|$)/;
/** dest-unreach.org: socat's man page, addresses EXEC, SYSTEM and SHELL. */
const SOCAT = /(?:^|[\s/])socat\s/;
const SOCAT_LISTENS = /[-:](?:LISTEN|L):/i;
const SOCAT_STARTS = /\b(?:EXEC|SYSTEM|SHELL):/i;

/** Whether asking for a port of a container would start a command of its own, as far as its command line tells. */
export function startsCommandAt(port: number, { commandLine }: Container): boolean {
  return commandsIn(commandLine.join(" ").slice(0, MAX_TOLD_LENGTH)).some(
    (command) => startsOne(command) && mayMean(command, port),
  );
}

/** Returns the commands of a shell's script; what a listener starts may hold a pipe, and stands behind its options. */
function commandsIn(text: string): string[] {
  return text.replaceAll(/\\\r?\n/g, " ").split(/[;|&\n]/);
}

function startsOne(command: string): boolean {
  if (SOCAT.test(command)) return SOCAT_LISTENS.test(command) && SOCAT_STARTS.test(command);
  return NETCAT.test(command) && LISTENS.test(command) && STARTS.test(command);
}

/** The port may be a variable's. */
function mayMean(command: string, port: number): boolean {
  return command.includes("$") || new RegExp(`(?<!\\d)${port}(?!\\d)`).test(command);
}
