import type { DirectChannel, MemberCard } from "hubbub";
import { useState } from "react";
import { navigate } from "../../routing/history";
import { directAddress } from "../../routing/routes";
import { Button } from "../button";
import { EndDialog } from "./end-dialog";
import { IntroduceDialog } from "./introduce-dialog";
import { TieDetails } from "./tie-details";

interface Props {
  member: MemberCard;
  channel: DirectChannel;
  onEnded: () => void;
  onClose: () => void;
}

/** For one with whom one is connected. */
export function Connected({ member, channel, onEnded, onClose }: Props) {
  const [open, setOpen] = useState<"introduce" | "end" | null>(null);
  const close = (): void => {
    setOpen(null);
  };
  return (
    <>
      <div className="button-row">
        <Button
          look="primary"
          icon="send"
          onClick={() => {
            onClose();
            navigate(directAddress(channel.id));
          }}
        >
          Message
        </Button>
        <Button
          icon="meet"
          onClick={() => {
            setOpen("introduce");
          }}
        >
          Introduce to …
        </Button>
      </div>
      <TieDetails member={member} />
      <div className="button-row">
        <Button
          look="quiet"
          icon="leave"
          onClick={() => {
            setOpen("end");
          }}
        >
          End the connection …
        </Button>
      </div>
      {open === "introduce" && <IntroduceDialog member={member} onClose={close} />}
      {open === "end" && <EndDialog member={member} onEnded={onEnded} onClose={close} />}
    </>
  );
}
