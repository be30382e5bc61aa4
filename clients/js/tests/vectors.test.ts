import { describe, expect, test } from "vitest";
import commands from "../../../protocol/vectors/commands.json";
import events from "../../../protocol/vectors/events.json";
import frames from "../../../protocol/vectors/frames.json";
import { jsonCodec, UnreadableFrame, type Command } from "../src/index.js";
import { msgpackCodec } from "../src/msgpack.js";

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(data: string | Uint8Array): string {
  if (typeof data === "string") throw new Error("expected bytes");
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe.each([...frames, ...events])("what a hub says: $name", (vector) => {
  test("JSON is read as what it means", () => {
    expect(jsonCodec.read(vector.json)).toEqual(vector.value);
  });

  test("MessagePack is read as what it means", () => {
    expect(msgpackCodec.read(bytesOf(vector.msgpack))).toEqual(vector.value);
  });
});

describe.each(commands)("what a client says: $name", (vector) => {
  const command = vector.value as unknown as Command;

  test("JSON is written as the vector has it", () => {
    expect(jsonCodec.write(command)).toBe(vector.json);
  });

  test("MessagePack is written as the vector has it", () => {
    expect(hexOf(msgpackCodec.write(command))).toBe(vector.msgpack);
  });
});

describe("what is no frame", () => {
  test.each(["", "{", "[]", "null", "3", '{"ref":1}', '{"t":7}', '{"t":"event","stream":"x"}'])(
    "as text: %s",
    (text) => {
      expect(() => jsonCodec.read(text)).toThrow(UnreadableFrame);
    },
  );

  test.each(["", "c1", "90", "c0", "81a374", "80"])("as bytes: %s", (hex) => {
    expect(() => msgpackCodec.read(bytesOf(hex))).toThrow(UnreadableFrame);
  });

  test("a text message where binary ones were agreed on, and the reverse", () => {
    expect(() => jsonCodec.read(new Uint8Array([0x80]))).toThrow(UnreadableFrame);
    expect(() => msgpackCodec.read("{}")).toThrow(UnreadableFrame);
  });
});
