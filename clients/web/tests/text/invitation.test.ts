import { describe, expect, test } from "vitest";
import { codeIn, invitationLink } from "../../src/text/invitation";

describe("the code of an invitation", () => {
  test("is found in its link", () => {
    expect(codeIn(invitationLink("https://chat.example", "abc234"))).toBe("abc234");
  });

  test.each([" abc234 ", "#abc234", "chat.example/invite#abc234\n", "/invite#%20abc234"])(
    "is found in %j",
    (text) => {
      expect(codeIn(text)).toBe("abc234");
    },
  );

  test("may be anything, also what is no code", () => {
    expect(codeIn("50%")).toBe("50%");
    expect(codeIn("https://chat.example/invite#")).toBe("");
  });
});
