import { useState } from "react";
import { useClient, useKnown } from "../../deeds/client";
import { lengthOf } from "../../text/counting";
import { gistOf } from "../../text/markdown";
import { Button, IconButton } from "../button";
import { WritingBox } from "../writing-box";
import { nameOf, useTalk } from "./talk";
import { useQuoted } from "./use-quoted";
import "./composer.css";

interface Props {
  /** What the box is called. */
  label: string;
  onSend: (body: string, replyTo: number | null) => void;
  onEditLast: () => void;
}

/** Where one writes. What one has begun is kept as the stream's draft. */
export function Composer({ label, onSend, onEditLast }: Props) {
  const client = useClient();
  const { stream, bodyLimit, findMentionable } = useTalk();
  const draft = useKnown((state) => state.drafts.get(stream));
  const body = draft?.body ?? "";
  const replyTo = draft?.replyTo ?? null;
  // A finger's keyboard would hide half of the room as soon as one enters.
  const [entersWithFocus] = useState(() => matchMedia("(pointer: fine)").matches);
  const maySend = body.trim() !== "" && lengthOf(body) <= bodyLimit;

  const change = (next: { body?: string; replyTo?: number | null }): void => {
    const changed = { body, replyTo, ...next };
    client.setDraft(stream, changed.body === "" && changed.replyTo === null ? null : changed);
  };

  const send = (): void => {
    if (!maySend) return;
    onSend(body, replyTo);
    client.setDraft(stream, null);
  };

  const dropAnswer = (): void => {
    change({ replyTo: null });
  };

  const enterKey = entersWithFocus ? "enter" : null;
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo !== null && <Answered seq={replyTo} onDrop={dropAnswer} />}
      <div className="composer-line">
        <WritingBox
          label={label}
          placeholder={label}
          text={body}
          onChange={(next) => {
            change({ body: next });
            if (next.trim() !== "") client.showTyping(stream);
          }}
          onEnter={send}
          {...(replyTo !== null && { onEscape: dropAnswer })}
          onArrowUp={onEditLast}
          limit={bodyLimit}
          findMentionable={findMentionable}
          focusKey={replyTo === null ? enterKey : `answer ${replyTo}`}
        />
        <Button look="primary" type="submit" icon="send" aria-label="Send" disabled={!maySend}>
          <span className="composer-send">Send</span>
        </Button>
      </div>
    </form>
  );
}

/** The message that one answers, above what one writes. */
function Answered({ seq, onDrop }: { seq: number; onDrop: () => void }) {
  const { stream, cards } = useTalk();
  const answered = useQuoted(stream, seq);
  return (
    <div className="composer-answer">
      <p>
        Answering {answered && <b>{nameOf(cards, answered.author)}</b>}{" "}
        {answered && gistOf(answered.body)}
      </p>
      <IconButton icon="close" label="Do not answer" onClick={onDrop} />
    </div>
  );
}
