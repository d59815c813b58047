/** The thread's own program, from its sources. */
import { register } from "tsx/esm/api";

register();
await import("../../src/bin/worker.ts");
