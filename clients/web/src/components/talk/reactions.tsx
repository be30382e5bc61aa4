import type { Message } from "hubbub";
import { emojiWord } from "../../text/emoji";
import { nameOf, useTalk } from "./talk";
import "./reactions.css";

interface Props {
  message: Message;
  isTabStop: boolean;
}

const list = new Intl.ListFormat();

/** The reactions to a message; a press adds one's own or takes it back. */
export function Reactions({ message, isTabStop }: Props) {
  const { me, cards, rights, deeds } = useTalk();
  if (message.reactions.length === 0) return null;
  return (
    <ul className="reactions" aria-label="Reactions">
      {message.reactions.map(({ emoji, members }) => {
        const isOwn = members.includes(me.id);
        const names = list.format(members.map((id) => (id === me.id ? "you" : nameOf(cards, id))));
        return (
          <li key={emoji}>
            <button
              type="button"
              className="reaction"
              aria-pressed={isOwn}
              aria-label={`${emojiWord(emoji)}, ${members.length}: ${names}`}
              title={names}
              tabIndex={isTabStop ? 0 : -1}
              disabled={!rights.mayWrite}
              onClick={() => {
                deeds.toggleReaction(message, emoji);
              }}
            >
              {emoji} <span>{members.length}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
