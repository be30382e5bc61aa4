import type { Mentionable, Mentions } from "../deeds/use-mentions";
import { Avatar } from "./avatar";
import { Icon } from "./icon";

interface Props {
  id: string;
  mentions: Mentions;
  onTake: (option: Mentionable) => void;
}

/** The names on offer. The focus stays in the text: arrows choose, Enter takes. */
export function MentionList({ id, mentions, onTake }: Props) {
  return (
    <div className="mention-list" id={id} role="listbox" aria-label="Members to mention">
      {mentions.options.map((option, index) => (
        // The keyboard's way goes through the text box, as the listbox pattern has it.
        // eslint-disable-next-line jsx-a11y-x/click-events-have-key-events
        <div
          key={option.username}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === mentions.active}
          onPointerMove={() => {
            mentions.setActive(index);
          }}
          onMouseDown={(event) => {
            event.preventDefault();
          }}
          onClick={() => {
            onTake(option);
          }}
        >
          {option.colour === null ? (
            <Icon name="people" />
          ) : (
            <Avatar name={option.title} colour={option.colour} size="small" />
          )}
          <span>{option.title}</span>
          <span className="soft">@{option.username}</span>
        </div>
      ))}
    </div>
  );
}
