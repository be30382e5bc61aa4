import { readableOn } from "../text/colour";
import "./avatar.css";

interface Props {
  name: string;
  colour: string;
  isBot?: boolean;
  size?: "small" | "ordinary" | "large";
}

/** A member's initial on their colour; the name always stands beside it. */
export function Avatar({ name, colour, isBot = false, size = "ordinary" }: Props) {
  const [initial = "?"] = name;
  return (
    <span
      className={`avatar avatar-${size} ${isBot ? "avatar-bot" : ""}`}
      style={{ background: colour, color: readableOn(colour) }}
      aria-hidden="true"
    >
      {initial.toLocaleUpperCase()}
    </span>
  );
}
