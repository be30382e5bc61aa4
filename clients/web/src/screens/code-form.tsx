import { LIMITS } from "hubbub";
import { useState } from "react";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { codeIn } from "../text/invitation";

interface Props {
  name: string;
  deed: string;
  onCode: (code: string) => void;
}

/** For a code that came by word or on paper, not as a link. */
export function CodeForm({ name, deed, onCode }: Props) {
  const [text, setText] = useState("");
  const code = codeIn(text);
  const isTooLong = code.length > LIMITS.max_code;
  return (
    <form
      className="form"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        if (code !== "" && !isTooLong) onCode(code);
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
          {deed}
        </Button>
      </div>
    </form>
  );
}
