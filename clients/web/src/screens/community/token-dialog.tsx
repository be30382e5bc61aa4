import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { copyText } from "../../deeds/copy";
import type { BotWithToken } from "hubbub";
import { onDate } from "../../text/time";
import "../../components/token.css";

interface Props {
  made: BotWithToken;
  onClose: () => void;
}

/** A bot's new token, this once. */
export function TokenDialog({ made, onClose }: Props) {
  return (
    <Dialog title={`The token of ${made.bot.member.display_name}`} onClose={onClose}>
      <p className="soft">
        Give it to the program now: it is not shown again. It holds until {onDate(made.expires_at)}.
      </p>
      <code className="token" aria-label="Token">
        {made.token}
      </code>
      <div className="button-row">
        <Button icon="copy" onClick={() => void copyText(made.token, "The token is copied.")}>
          Copy
        </Button>
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </Dialog>
  );
}
