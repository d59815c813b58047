import { describe, expect, it } from "vitest";
import { decodeContent } from "../../src/changeset/change-set.js";

const TEXT = "kind: Deployment # für 😀\n";
const utf16 = (text: string, order: "le" | "be"): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

describe("the bytes of a file", () => {
  it.each(["le", "be"] as const)("are read as UTF-16 %s where a mark says so", (order) => {
    expect(decodeContent(utf16(TEXT, order))).toEqual({
      kind: "text",
      text: `\ufeff${TEXT}`,
      encoding: "utf-16",
    });
  });

  it("that end in the middle of a character of UTF-16 keep what is before it, as kubectl reads them", () => {
    const cut = decodeContent(Buffer.concat([utf16("a: 1", "le"), Buffer.of(0x41)]));
    expect(cut).toMatchObject({ text: "\ufeffa: 1\ufffd" });
  });

  it("are UTF-8 without a mark of UTF-16, and keep their own", () => {
    expect(decodeContent(Buffer.from(TEXT))).toEqual({ kind: "text", text: TEXT });
    expect(decodeContent(Buffer.from(`\ufeff${TEXT}`))).toEqual({ kind: "text", text: `\ufeff${TEXT}` });
  });

  it.each([
    ["UTF-16 without a mark", utf16(TEXT, "le").subarray(2)],
    ["a NUL byte", Buffer.from("a\0b")],
    ["what is no UTF-8", Buffer.of(0x66, 0xfc, 0x72)],
  ])("are binary: %s", (_, bytes) => {
    expect(decodeContent(bytes)).toEqual({ kind: "binary" });
  });
});
