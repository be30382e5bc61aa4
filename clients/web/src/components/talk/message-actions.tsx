import type { Message } from "hubbub";
import { copyText } from "../../deeds/copy";
import { emojiWord, quickEmoji } from "../../text/emoji";
import { IconButton } from "../button";
import { EmojiPicker } from "../emoji-picker";
import { Menu, type MenuItem } from "../menu";
import { Popover } from "../popover";
import { useTalk, type Talk } from "./talk";

interface Props {
  message: Message;
  isTabStop: boolean;
}

/** What can be done with a message; shown while it is pointed at or holds the focus. */
export function MessageActions({ message, isTabStop }: Props) {
  const talk = useTalk();
  const { deeds, rights } = talk;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <div className="message-actions" role="toolbar" aria-label="What to do with this message">
      {rights.mayWrite && (
        <>
          {quickEmoji.map((emoji) => (
            <button
              key={emoji}
              type="button"
              className="icon-button message-quick"
              tabIndex={tabIndex}
              aria-label={`React with ${emojiWord(emoji)}`}
              onClick={() => {
                deeds.toggleReaction(message, emoji);
              }}
            >
              {emoji}
            </button>
          ))}
          <Popover icon="emoji" label="React" kind="dialog" tabIndex={tabIndex}>
            {(close) => (
              <EmojiPicker
                onPick={(emoji) => {
                  close();
                  deeds.toggleReaction(message, emoji);
                }}
              />
            )}
          </Popover>
          <IconButton
            icon="reply"
            label="Reply"
            tabIndex={tabIndex}
            onClick={() => {
              deeds.reply(message);
            }}
          />
        </>
      )}
      <Menu icon="more" label="More" tabIndex={tabIndex} items={menuItems(message, talk)} />
    </div>
  );
}

function menuItems(message: Message, { me, rights, deeds }: Talk): MenuItem[] {
  const isOwn = message.author === me.id;
  const items: MenuItem[] = [];
  if (isOwn && rights.mayWrite) {
    items.push({
      icon: "edit",
      label: "Edit",
      onChoose: () => {
        deeds.startEdit(message);
      },
    });
  }
  items.push(
    {
      icon: "copy",
      label: "Copy text",
      onChoose: () => void copyText(message.body, "The text is copied."),
    },
    {
      icon: "link",
      label: "Copy link",
      onChoose: () => {
        deeds.copyLink(message);
      },
    },
  );
  if (rights.mayModerate) {
    const label = message.pinned ? "Unpin" : "Pin";
    items.push({
      icon: "pin",
      label,
      onChoose: () => {
        deeds.togglePin(message);
      },
    });
  }
  if ((isOwn && rights.mayErase) || rights.mayModerate) {
    const onChoose = () => {
      deeds.askDelete(message);
    };
    items.push({ icon: "trash", label: "Delete", onChoose, danger: true });
  }
  return items;
}
