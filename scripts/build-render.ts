/** `npm run build:render`: writes the module that renders charts, its hash, and the licences of what is in it. Needs Go. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { buildModule, GO_VERSION, linkedModules } from "./render/build-module.js";
import { collectGoLicenses } from "./render/go-licenses.js";

const module = await buildModule();
const compressed = await promisify(brotliCompress)(module, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: module.length,
  },
});
const facts = {
  go: GO_VERSION,
  bytes: module.length,
  sha256: createHash("sha256").update(module).digest("hex"),
};
await writeFile("action/render.wasm.br", compressed);
await writeFile("action/render.json", `${JSON.stringify(facts, null, 2)}\n`);
await writeFile(
  "action/RENDER-LICENSES.txt",
  await collectGoLicenses("action/render.wasm.br", await linkedModules()),
);
const mebibytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
process.stdout.write(
  `action/render.wasm.br has ${mebibytes(compressed.length)} MiB, and ${mebibytes(module.length)} MiB when it is loaded\n`,
);
