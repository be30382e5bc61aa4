import { useKnown } from "../../deeds/client";
import { whoIsWriting } from "../../text/counting";
import { nameOf, useTalk } from "./talk";
import "./typing-line.css";

/** Who else is writing; keeps its height so that nothing jumps. */
export function TypingLine() {
  const { stream, cards } = useTalk();
  const writers = useKnown((state) => state.typing.get(stream));
  const names = [...(writers?.keys() ?? [])].map((id) => nameOf(cards, id));
  return (
    <p className="typing-line" aria-live="off">
      {whoIsWriting(names)}
    </p>
  );
}
