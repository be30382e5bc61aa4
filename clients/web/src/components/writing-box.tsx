import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useMentions, type FindMentionable, type Mentionable } from "../deeds/use-mentions";
import { lengthOf } from "../text/counting";
import { MentionList } from "./mention-list";
import "./writing-box.css";

interface Props {
  label: string;
  placeholder?: string;
  text: string;
  onChange: (text: string) => void;
  /** Enter without Shift. */
  onEnter: () => void;
  onEscape?: () => void;
  /** Arrow up in an empty box. */
  onArrowUp?: () => void;
  /** The longest text that the hub takes. */
  limit: number;
  findMentionable: FindMentionable;
  /** A new one makes the box take the focus; null leaves the focus where it is. */
  focusKey: string | null;
}

/** The text that one writes in: grows with it, offers names after `@`, counts near the limit. */
export function WritingBox(props: Props) {
  const { text, onChange, limit, focusKey } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  const caretAfterCompletion = useRef<number | null>(null);
  const mentions = useMentions(text, caret, props.findMentionable);
  const listId = useId();
  const countId = useId();
  const length = lengthOf(text);
  const isNearLimit = length * 5 >= limit * 4;
  const isOffering = mentions.options.length > 0;

  useLayoutEffect(() => {
    if (focusKey !== null) box.current?.focus();
  }, [focusKey]);

  useLayoutEffect(() => {
    if (caretAfterCompletion.current === null) return;
    box.current?.setSelectionRange(caretAfterCompletion.current, caretAfterCompletion.current);
    caretAfterCompletion.current = null;
  }, [text]);

  const take = (option: Mentionable): void => {
    const completed = mentions.complete(option);
    caretAfterCompletion.current = completed.caret;
    setCaret(completed.caret);
    onChange(completed.text);
    box.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a character, Enter and the arrows belong to it.
    if (event.nativeEvent.isComposing) return;
    const isPlainEnter = event.key === "Enter" && !event.shiftKey;
    // Enter sends a message that ends with a name in full.
    const isForList = isOffering && !(isPlainEnter && mentions.isComplete);
    const key = isForList ? offerKey(event.key) : null;
    const option = mentions.options[mentions.active];
    if (key === "step") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = mentions.options.length;
      mentions.setActive((mentions.active + step + count) % count);
    } else if (key === "take" && option) take(option);
    else if (key === "dismiss") mentions.dismiss();
    else if (isPlainEnter) props.onEnter();
    else if (event.key === "Escape" && props.onEscape) props.onEscape();
    else if (event.key === "ArrowUp" && text === "" && props.onArrowUp) props.onArrowUp();
    else return;
    event.preventDefault();
  };

  return (
    <div className="writing-box">
      {isOffering && <MentionList id={listId} mentions={mentions} onTake={take} />}
      <textarea
        ref={box}
        rows={1}
        aria-label={props.label}
        aria-autocomplete="list"
        aria-controls={isOffering ? listId : undefined}
        aria-activedescendant={isOffering ? `${listId}-${mentions.active}` : undefined}
        aria-describedby={isNearLimit ? countId : undefined}
        aria-invalid={length > limit}
        placeholder={props.placeholder}
        enterKeyHint="send"
        value={text}
        onChange={(event) => {
          setCaret(event.target.selectionStart);
          onChange(event.target.value);
        }}
        onSelect={(event) => {
          setCaret(event.currentTarget.selectionStart);
        }}
        onKeyDown={onKeyDown}
      />
      {isNearLimit && (
        <p id={countId} className={length > limit ? "writing-count over" : "writing-count"}>
          {length.toLocaleString()} of {limit.toLocaleString()} characters
        </p>
      )}
    </div>
  );
}

/** What a key does while names are offered. */
function offerKey(key: string): "step" | "take" | "dismiss" | null {
  switch (key) {
    case "ArrowDown":
    case "ArrowUp":
      return "step";
    case "Enter":
    case "Tab":
      return "take";
    case "Escape":
      return "dismiss";
    default:
      return null;
  }
}
