import { afterEach, expect, test, vi } from "vitest";
import { Emitter } from "../src/emitter.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a listener that fails keeps nothing from the others, and is reported", () => {
  const reported: (() => void)[] = [];
  vi.stubGlobal("queueMicrotask", (call: () => void) => reported.push(call));
  const emitter = new Emitter<{ happened: number }>();
  const heard: number[] = [];
  emitter.on("happened", () => {
    throw new Error("mine");
  });
  emitter.on("happened", (news) => heard.push(news));
  emitter.emit("happened", 7);
  expect(heard).toEqual([7]);
  expect(reported[0]).toThrow("mine");
});

test("one who has stopped listening hears nothing", () => {
  const emitter = new Emitter<{ happened: number }>();
  const heard: number[] = [];
  const stop = emitter.on("happened", (news) => heard.push(news));
  stop();
  emitter.emit("happened", 7);
  expect(heard).toEqual([]);
});
