import { useState } from "react";
import type { Message } from "hubbub";
import { lengthOf } from "../../text/counting";
import { Button } from "../button";
import { WritingBox } from "../writing-box";
import { useTalk } from "./talk";

interface Props {
  message: Message;
}

/** A message of one's own, open for change. */
export function MessageEditor({ message }: Props) {
  const { bodyLimit, findMentionable, deeds } = useTalk();
  const [text, setText] = useState(message.body);
  /** Where the keyboard was before: it goes back there. */
  const [before] = useState(() => document.activeElement);
  const maySave = text.trim() !== "" && lengthOf(text) <= bodyLimit;

  const end = (): void => {
    if (before instanceof HTMLElement && before.isConnected) before.focus();
    deeds.endEdit();
  };
  const save = (): void => {
    if (!maySave) return;
    if (text !== message.body) deeds.saveEdit(message, text);
    end();
  };

  return (
    <div className="message-editor">
      <WritingBox
        label="Edit message"
        text={text}
        onChange={setText}
        onEnter={save}
        onEscape={end}
        limit={bodyLimit}
        findMentionable={findMentionable}
        focusKey="edit"
      />
      <div className="button-row">
        <Button look="primary" disabled={!maySave} onClick={save}>
          Save
        </Button>
        <Button look="quiet" onClick={end}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
