import type { Message } from "hubbub";
import { useMemo } from "react";
import { useShell } from "../../components/shell-context";
import type { TalkDeeds } from "../../components/talk/talk";
import { useClient, useMe } from "../../deeds/client";
import { copyText } from "../../deeds/copy";
import { orWarn } from "../../deeds/or-warn";
import { navigate } from "../../routing/history";
import type { TalkPlace } from "./talk-place";

interface Setters {
  setEditing: (seq: number | null) => void;
  setDeleting: (message: Message | null) => void;
  /** Look for the message of the address again, even if the address stays the same. */
  seekAgain: () => void;
}

/** What can be done with the messages of a place. The same object as long as nothing changes. */
export function useTalkDeeds(place: TalkPlace, setters: Setters): TalkDeeds {
  const client = useClient();
  const me = useMe();
  const { showMember } = useShell();
  const { stream, room, address } = place;
  const { setEditing, setDeleting, seekAgain } = setters;

  return useMemo(
    () => ({
      toggleReaction: (message, emoji) => {
        const reaction = message.reactions.find((given) => given.emoji === emoji);
        const isTaken = reaction?.members.includes(me.id) === true;
        const { seq } = message;
        orWarn(isTaken ? client.unreact(stream, seq, emoji) : client.react(stream, seq, emoji));
      },
      reply: (message) => {
        const body = client.store.getSnapshot().drafts.get(stream)?.body ?? "";
        client.setDraft(stream, { body, replyTo: message.seq });
      },
      startEdit: (message) => {
        setEditing(message.seq);
      },
      saveEdit: (message, body) => {
        orWarn(client.edit(stream, message.seq, body));
      },
      endEdit: () => {
        setEditing(null);
      },
      askDelete: setDeleting,
      togglePin: (message) => {
        const { seq, pinned } = message;
        orWarn(pinned ? client.unpin(stream, seq) : client.pin(stream, seq));
      },
      copyLink: (message) => {
        void copyText(location.origin + address(message.seq), "The link is copied.");
      },
      goTo: (seq) => {
        navigate(address(seq));
        seekAgain();
      },
      showMember: (member) => {
        showMember(member, room);
      },
    }),
    [client, me.id, stream, room, address, showMember, setEditing, setDeleting, seekAgain],
  );
}
