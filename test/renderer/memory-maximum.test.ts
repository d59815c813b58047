import { describe, expect, test } from "vitest";
import { withMemoryMaximum } from "../../src/renderer/memory-maximum.js";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const PAGE = 64 * 1024;

/** A module with a custom section, a memory of `minimum` pages that is exported as `memory`, and an export. */
const module = (...memory: number[]) =>
  Uint8Array.from([...HEADER, 0, 2, 1, 0x78, ...memory, 7, 10, 1, 6, ...Buffer.from("memory"), 2, 0]);

/** The whole of a module with a maximum, which comes in pieces of so many bytes. */
async function whole(bytes: Uint8Array, maximum: number, pieceBytes = bytes.length) {
  const count = Math.ceil(bytes.length / pieceBytes);
  const pieces = Array.from({ length: count }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );
  const out: Uint8Array[] = [];
  for await (const piece of withMemoryMaximum(pieces, maximum)) out.push(piece);
  return new Uint8Array(Buffer.concat(out));
}

describe("a module's memory", () => {
  test.each([
    [2, 2],
    [3, 3],
    [200, 200],
    [6144, 6144],
  ])("may grow to %i pages", async (pages, most) => {
    const bytes = await whole(module(5, 3, 1, 0, 2), pages * PAGE + 1);
    const instance = new WebAssembly.Instance(await WebAssembly.compile(bytes), {});
    const memory = instance.exports.memory as WebAssembly.Memory & { grow(pages: number): number };
    expect(memory.buffer.byteLength).toBe(2 * PAGE);
    memory.grow(most - 2);
    expect(() => memory.grow(1)).toThrow(RangeError);
  });

  test("has the maximum that it is given, and no other", async () => {
    const bytes = await whole(module(5, 4, 1, 1, 2, 9), 3 * PAGE);
    const { exports } = new WebAssembly.Instance(await WebAssembly.compile(bytes), {});
    expect(() => (exports.memory as unknown as { grow(pages: number): number }).grow(2)).toThrow(RangeError);
  });

  test.each([
    ["needs more than it may have", module(5, 3, 1, 0, 9)],
    ["is not there", module()],
    ["is two", module(5, 5, 2, 0, 1, 0, 1)],
  ])("that %s is refused", async (_why, bytes) => {
    await expect(whole(bytes, 4 * PAGE)).rejects.toThrow(RangeError);
  });

  test("is the same in whatever pieces the module comes", async () => {
    const bytes = module(5, 3, 1, 0, 2);
    const expected = await whole(bytes, 3 * PAGE);
    for (let length = 1; length < bytes.length; length++)
      expect(await whole(bytes, 3 * PAGE, length)).toEqual(expected);
  });
});
