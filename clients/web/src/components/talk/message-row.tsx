import { memo } from "react";
import type { Message } from "hubbub";
import { clock, inFull } from "../../text/time";
import { Avatar } from "../avatar";
import { Icon } from "../icon";
import { MessageActions } from "./message-actions";
import { MessageBody } from "./message-body";
import { MessageEditor } from "./message-editor";
import { MessageQuote } from "./message-quote";
import { Reactions } from "./reactions";
import { nameOf, useTalk } from "./talk";
import "./message-row.css";

interface Props {
  message: Message;
  /** Follows closely on another of the same author: no need to say the name again. */
  isContinued: boolean;
  isEditing: boolean;
  /** One jumped here a moment ago. */
  isFound: boolean;
  /** The one message that the Tab key reaches; the arrows lead to the others. */
  isTabStop: boolean;
}

/** One message of a room. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, isContinued, isEditing, isFound, isTabStop } = props;
  const { me, cards, deeds } = useTalk();
  const author = cards.get(message.author);
  const name = nameOf(cards, message.author);
  const isAddressed = message.mentions_room || message.mentions.includes(me.id);
  const looks = [
    "message",
    isContinued && "message-continued",
    isFound && "message-found",
    isAddressed && !message.deleted && "message-addressed",
  ];

  return (
    <article
      className={looks.filter(Boolean).join(" ")}
      data-seq={message.seq}
      aria-label={`${name}, ${inFull(message.at)}`}
      // The arrows walk through the messages, so each can hold the focus.
      // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
      tabIndex={isTabStop ? 0 : -1}
    >
      <div className="message-side">
        {isContinued ? (
          <time className="message-time" dateTime={new Date(message.at / 1000).toISOString()}>
            {clock(message.at)}
          </time>
        ) : (
          <Avatar
            name={name}
            colour={author?.avatar_colour ?? "#54606b"}
            isBot={author?.kind === "bot"}
          />
        )}
      </div>
      <div className="message-main">
        {!isContinued && (
          <p className="message-head">
            <button
              type="button"
              className="message-author"
              tabIndex={isTabStop ? 0 : -1}
              onClick={() => {
                deeds.showMember(message.author);
              }}
            >
              {name}
            </button>
            {author?.kind === "bot" && <span className="message-kind">bot</span>}
            <time
              className="message-time"
              dateTime={new Date(message.at / 1000).toISOString()}
              title={inFull(message.at)}
            >
              {clock(message.at)}
            </time>
            {message.pinned && (
              <span className="message-pin">
                <Icon name="pin" /> Pinned
              </span>
            )}
          </p>
        )}
        {message.reply_to !== null && <MessageQuote seq={message.reply_to} />}
        {isEditing ? <MessageEditor message={message} /> : <MessageBody message={message} />}
        <Reactions message={message} isTabStop={isTabStop} />
      </div>
      {!isEditing && !message.deleted && <MessageActions message={message} isTabStop={isTabStop} />}
    </article>
  );
});
