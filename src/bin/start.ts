#!/usr/bin/env node
/** The process of the published command: the bundle of surefoot.ts, with the code that Node made of it before. */
import { runCompiled } from "../cli/compile-cache.js";
import { optimizeLater } from "../cli/optimize-later.js";

// First: the code that is kept is that of these settings.
optimizeLater();
runCompiled(new URL("command.cjs", import.meta.url), process.env);
