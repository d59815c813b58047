/** The program of a thread that renders, from its sources. */
import { register } from "tsx/esm/api";

register();
await import("../../src/bin/renderer.ts");
