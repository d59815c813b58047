/**
 * WebAssembly's binary format: a header of 8 bytes, then sections, each an id, a length and its content. Numbers are LEB128.
 * https://webassembly.github.io/spec/core/binary/modules.html
 */

const PAGE_BYTES = 64 * 1024;
const HEADER_BYTES = 8;
const MEMORY_SECTION = 5;
const HAS_MAXIMUM = 1;
/** of a section: its id, and its length of 32 bits */
const LONGEST_HEAD = 6;

/**
 * Writes a maximum into a module's memory section, as the module comes in. Go's linker gives none, and a worker's own limits
 * do not count the memory of WebAssembly: with a maximum Go's allocator fails, and the process does not.
 */
export async function* withMemoryMaximum(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maximumBytes: number,
): AsyncGenerator<Uint8Array> {
  let beginning: Uint8Array | null = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (beginning === null) {
      yield piece;
      continue;
    }
    beginning = Buffer.concat([beginning, piece]);
    const changed = writeMaximum(beginning, maximumBytes);
    if (changed === null) continue;
    beginning = null;
    yield changed;
  }
  if (beginning !== null) throw new RangeError("a module without memory");
}

/** Returns the beginning of a module with the maximum in it; null where it ends before the memory section does. */
function writeMaximum(module: Uint8Array, maximumBytes: number): Uint8Array | null {
  const maximum = Math.floor(maximumBytes / PAGE_BYTES);
  for (let at = HEADER_BYTES; at + LONGEST_HEAD <= module.length; ) {
    const id = module[at]!;
    const length = readNumber(module, at + 1);
    const end = length.end + length.value;
    if (end > module.length) return null;
    if (id !== MEMORY_SECTION) {
      at = end;
      continue;
    }
    const count = readNumber(module, length.end);
    const minimum = readNumber(module, count.end + 1);
    if (count.value !== 1 || minimum.value > maximum)
      throw new RangeError(`a module of ${count.value} memories and ${minimum.value} pages`);
    const content = [...writeNumber(1), HAS_MAXIMUM, ...writeNumber(minimum.value), ...writeNumber(maximum)];
    const section = [MEMORY_SECTION, ...writeNumber(content.length), ...content];
    return Buffer.concat([module.subarray(0, at), Uint8Array.from(section), module.subarray(end)]);
  }
  return null;
}

function readNumber(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, end: at };
  }
}

function writeNumber(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...writeNumber(value >>> 7)];
}
