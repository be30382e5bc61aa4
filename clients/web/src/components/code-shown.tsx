import { copyText } from "../deeds/copy";
import { Button } from "./button";
import "./code-shown.css";
import "./token.css";

interface Props {
  link: string;
  code: string;
  /** What it is the link of. */
  what: string;
  onClose: () => void;
}

/** A link and its code, to be copied. */
export function CodeShown({ link, code, what, onClose }: Props) {
  return (
    <>
      <div className="code-shown">
        <code className="token" aria-label={`Link of the ${what}`}>
          {link}
        </code>
        <p className="soft small">
          For where no link can be followed, the code alone:{" "}
          <code aria-label={`Code of the ${what}`}>{code}</code>
        </p>
      </div>
      <div className="button-row">
        <Button onClick={() => void copyText(code, "The code is copied.")}>Copy code</Button>
        <Button icon="copy" onClick={() => void copyText(link, "The link is copied.")}>
          Copy link
        </Button>
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </>
  );
}
