import { LIMITS } from "hubbub";
import { useState } from "react";
import { emojiWord, offeredEmoji } from "../text/emoji";
import { Button } from "./button";
import { TextField } from "./field";
import "./emoji-picker.css";

interface Props {
  onPick: (emoji: string) => void;
}

/** A handful of emoji, and a field for any other. */
export function EmojiPicker({ onPick }: Props) {
  const [own, setOwn] = useState("");
  return (
    <div className="emoji-picker">
      <div className="emoji-grid" role="group" aria-label="Emoji">
        {offeredEmoji.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={emojiWord(emoji)}
            title={emojiWord(emoji)}
            onClick={() => {
              onPick(emoji);
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
      <form
        className="emoji-own"
        onSubmit={(event) => {
          event.preventDefault();
          if (own.trim() !== "") onPick(own.trim());
        }}
      >
        <TextField
          label="Any other emoji"
          value={own}
          maxLength={LIMITS.max_emoji}
          onChange={(event) => {
            setOwn(event.target.value);
          }}
        />
        <Button type="submit">React</Button>
      </form>
    </div>
  );
}
