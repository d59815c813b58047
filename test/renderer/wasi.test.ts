/** What the module can ask for at all: every call that it imports, and what each answers. */
import { describe, expect, test } from "vitest";
import { compileModule } from "../../src/renderer/compile-module.js";
import { RENDER_LIMITS } from "../../src/renderer/limits.js";
import { Exit, wasiImports } from "../../src/renderer/worker/wasi.js";

const module = await compileModule(RENDER_LIMITS.memoryBytes);
const memory = { buffer: new ArrayBuffer(4096) } as WebAssembly.Memory;
const written: [string, string][] = [];
const { wasi_snapshot_preview1: calls, ...others } = wasiImports(module, {
  read: (length) => Buffer.from("input").subarray(0, length),
  write: (stream, bytes) => written.push([stream, Buffer.from(bytes).toString()]),
  environment: { A: "b" },
  memory: () => memory,
});
const view = new DataView(memory.buffer);
const NOT_SUPPORTED = 52;
const call = (name: string, ...values: (number | bigint)[]) =>
  calls![name]!(...(values as (number & bigint)[]));

describe("the module", () => {
  test("imports nothing but WASI", () => {
    expect(others).toEqual({});
    expect(Object.keys(calls ?? {}).length).toBeGreaterThan(20);
  });

  test("reaches neither files nor sockets: every call beside its streams answers that there is no such thing", () => {
    const own =
      /^(?:args|environ|clock_time|random|sched|poll|proc)_|^fd_(?:read|write|fdstat_get|fdstat_set_flags)$/;
    const answers = Object.keys(calls ?? {})
      .filter((name) => !own.test(name))
      .map((name) => [name, call(name, 3, 0, 0, 0, 0, 0, 0, 0, 0)]);
    expect(answers.map(([name]) => name)).toEqual(
      expect.arrayContaining(["path_open", "sock_accept", "fd_prestat_get", "path_readlink"]),
    );
    const BAD_FILE = 8;
    const ILLEGAL_SEEK = 70;
    expect(
      answers.filter(([, errno]) => ![NOT_SUPPORTED, BAD_FILE, ILLEGAL_SEEK].includes(errno as number)),
    ).toEqual([]);
  });

  test.each([
    ["fd_read", 3],
    ["fd_read", 1],
    ["fd_write", 0],
    ["fd_write", 3],
    ["fd_fdstat_get", 3],
  ])("%s knows no file %i", (name, file) => {
    expect(call(name, file, 0, 0, 0)).toBe(8);
  });

  test("has a day that stays, a clock that goes by questions, and chance that stays", () => {
    const times = [0, 0, 1, 1].map((id) => {
      call("clock_time_get", id, 0n, 64);
      return view.getBigUint64(64, true);
    });
    expect(times[1]).toBe(times[0]);
    expect(times[3]! - times[2]!).toBe(1000n);
    call("random_get", 64, 2);
    expect([view.getUint8(64), view.getUint8(65)]).toEqual([7, 7]);
  });

  test("waits for nothing: time that it would wait for has passed", () => {
    const now = () => {
      call("clock_time_get", 1, 0n, 64);
      return view.getBigUint64(64, true);
    };
    const before = now();
    view.setBigUint64(128, 5n, true);
    view.setUint8(136, 0);
    view.setBigUint64(152, 1_000_000n, true);
    expect(call("poll_oneoff", 128, 256, 1, 320)).toBe(0);
    expect([view.getUint32(320, true), view.getBigUint64(256, true)]).toEqual([1, 5n]);
    expect(now() - before).toBe(1_001_000n);
  });

  test("reads and writes its streams, and ends by a code", () => {
    view.setUint32(0, 512, true);
    view.setUint32(4, 3, true);
    expect(call("fd_read", 0, 0, 1, 8)).toBe(0);
    expect(Buffer.from(memory.buffer, 512, view.getUint32(8, true)).toString()).toBe("inp");
    call("fd_write", 2, 0, 1, 8);
    expect(written).toEqual([["stderr", "inp"]]);
    expect(() => call("proc_exit", 2)).toThrow(new Exit(2));
  });
});
