/** The thread of the App's process in which changes are reviewed. */
import { parentPort } from "node:worker_threads";
import { serveJobs } from "../worker/serve-jobs.js";

if (parentPort === null) throw new Error("This is the program of a thread");
serveJobs(parentPort);
