import { Composer } from "../../components/talk/composer";
import { useClient } from "../../deeds/client";
import type { TalkPlace } from "./talk-place";

interface Props {
  place: TalkPlace;
  onEditLast: () => void;
  onSent: () => void;
}

/** Below the talk: the box one writes in, or why there is none. */
export function TalkFoot({ place, onEditLast, onSent }: Props) {
  const client = useClient();
  if (place.closed !== null) return place.closed;
  return (
    <Composer
      label={place.boxLabel}
      onEditLast={onEditLast}
      onSend={(body, replyTo) => {
        client.send(place.stream, body, replyTo);
        onSent();
      }}
    />
  );
}
