import { expect, test } from "vitest";
import { openWith } from "../src/index.js";

/** A WebSocket as the platform has it, moved by the test. */
class PlatformSocket {
  static last: PlatformSocket;
  binaryType = "blob";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: unknown[] = [];
  closedWith: number | undefined;

  constructor(
    readonly url: string,
    readonly subprotocol: string,
  ) {
    PlatformSocket.last = this;
  }

  send(data: unknown): void {
    this.sent.push(data);
  }

  close(code?: number): void {
    this.closedWith = code;
  }
}

function opened() {
  const told: unknown[] = [];
  const socket = openWith(PlatformSocket)("ws://hub/ws", "hubbub.v1.json", {
    opened: () => told.push("opened"),
    received: (data) => told.push(data),
    closed: (code, reason) => told.push([code, reason]),
  });
  return { told, socket, platform: PlatformSocket.last };
}

test("what the platform tells is told on", () => {
  const { told, platform } = opened();
  platform.onopen?.();
  platform.onmessage?.({ data: "text" });
  platform.onmessage?.({ data: new Uint8Array([1, 2]).buffer });
  platform.onclose?.({ code: 4102, reason: "signed out" });
  expect(platform.binaryType).toBe("arraybuffer");
  expect(told).toEqual(["opened", "text", new Uint8Array([1, 2]), [4102, "signed out"]]);
});

test("a socket that does not open is told as closed once, whether the platform says so or not", () => {
  const { told, platform } = opened();
  platform.onerror?.();
  platform.onclose?.({ code: 1006, reason: "" });
  expect(told).toEqual([[1006, "the socket did not open"]]);
});

test("an error of an open socket leaves the code to the close that follows", () => {
  const { told, platform } = opened();
  platform.onopen?.();
  platform.onerror?.();
  platform.onclose?.({ code: 4013, reason: "too busy" });
  expect(told).toEqual(["opened", [4013, "too busy"]]);
});

test("a socket that is closed on purpose says nothing more", () => {
  const { told, socket, platform } = opened();
  socket.send("text");
  socket.close();
  platform.onmessage?.({ data: "late" });
  platform.onclose?.({ code: 1000, reason: "" });
  expect(platform.sent).toEqual(["text"]);
  expect(platform.closedWith).toBe(1000);
  expect(told).toEqual([]);
});
