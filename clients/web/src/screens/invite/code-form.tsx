import { LIMITS } from "hubbub";
import { useState } from "react";
import { Button } from "../../components/button";
import { TextField } from "../../components/field";
import { keepCode } from "../../deeds/kept-code";
import { codeIn } from "../../text/invitation";

/** For a code that came by word or on paper, not as a link. */
export function CodeForm() {
  const [text, setText] = useState("");
  const code = codeIn(text);
  const isTooLong = code.length > LIMITS.max_code;
  return (
    <form
      className="form"
      aria-label="Look at an invitation"
      onSubmit={(event) => {
        event.preventDefault();
        if (code !== "" && !isTooLong) keepCode(code);
      }}
    >
      <TextField
        label="Code or link"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={text}
        error={isTooLong ? `A code has at most ${LIMITS.max_code} characters.` : undefined}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <div className="button-row">
        <Button look="primary" type="submit">
          Show what it is for
        </Button>
      </div>
    </form>
  );
}
