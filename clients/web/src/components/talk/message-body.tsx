import { useMemo } from "react";
import type { Message } from "hubbub";
import { inFull } from "../../text/time";
import { Markdown } from "../markdown";
import { useTalk } from "./talk";

interface Props {
  message: Message;
}

/** What a message says, or that it was deleted. */
export function MessageBody({ message }: Props) {
  const { me, cards } = useTalk();
  const { mentions, mentions_room: mentionsRoom } = message;

  const names = useMemo(() => {
    const mentioned = new Set(mentions.flatMap((id) => cards.get(id)?.username ?? []));
    const own = new Set([me.username]);
    if (mentionsRoom) {
      mentioned.add("room");
      own.add("room");
    }
    return { mentioned, own };
  }, [mentions, mentionsRoom, cards, me.username]);

  if (message.deleted) return <p className="message-deleted">This message was deleted.</p>;
  return (
    <div className="message-body">
      <Markdown body={message.body} {...names} />
      {message.edited_at !== null && (
        <span className="message-edited" title={`Edited ${inFull(message.edited_at)}`}>
          (edited)
        </span>
      )}
    </div>
  );
}
