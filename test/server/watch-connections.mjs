/** Loaded before a program: writes down every address that it connects or sends to. */
import dgram from "node:dgram";
import { appendFileSync } from "node:fs";
import net from "node:net";

const note = (text) => appendFileSync(process.env.WATCH_FILE, `${text}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectAndTell(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const { host, port, path } = typeof first === "object" ? first : { port: first, host: args[1] };
  note(path ?? `${host ?? "localhost"}:${port}`);
  return connect.apply(this, args);
};

const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function sendAndTell(...args) {
  note(`datagram ${args.filter((arg) => typeof arg === "string" || typeof arg === "number").join(" ")}`);
  return send.apply(this, args);
};

note("watching");
