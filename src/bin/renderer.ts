/** A thread of the App's process in which charts and kustomizations of a change are rendered. */
import { parentPort } from "node:worker_threads";
import { serveRenderings } from "../worker/serve-renderings.js";

if (parentPort === null) throw new Error("This is the program of a thread");
serveRenderings(parentPort);
