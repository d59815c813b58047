/** A process that answers and does nothing else: what it takes is the machine's time. */
import { createServer } from "node:http";

const server = createServer((_, response) => response.end("ok"));
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());
