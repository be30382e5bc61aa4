import { useState, type KeyboardEvent, type ReactNode } from "react";
import { dayName } from "../../text/time";
import { Button } from "../button";
import { MessageRow } from "./message-row";
import type { Row } from "./rows";
import type { AnchoredScroll } from "./use-anchored-scroll";
import "./message-list.css";

interface Props {
  /** What the list is called. */
  label: string;
  rows: readonly Row[];
  scroll: AnchoredScroll;
  editing: number | null;
  found: number | null;
  now: number;
  /** Older or newer messages are on their way. */
  isLoadingBefore: boolean;
  isLoadingAfter: boolean;
  /** Above the first message, once there is nothing before it. */
  beginning: ReactNode;
  /** Below the last one. */
  children: ReactNode;
}

/** The messages of a stream. One Tab stop; the arrows go from message to message. */
export function MessageList(props: Props) {
  const { rows } = props;
  const { attach, onScroll } = props.scroll;
  const [focused, setFocused] = useState<number | null>(null);
  const seqs = rows.flatMap((row) => (row.kind === "message" ? row.message.seq : []));
  const tabStop = focused !== null && seqs.includes(focused) ? focused : (seqs.at(-1) ?? null);

  return (
    // It scrolls, and its keys are those of the messages in it.
    // eslint-disable-next-line jsx-a11y-x/no-static-element-interactions
    <div
      className="talk-scroller"
      ref={attach}
      onScroll={onScroll}
      onKeyDown={stepBetween}
      onFocus={(event) => {
        const article = event.target.closest<HTMLElement>("[data-seq]");
        if (article) setFocused(Number(article.dataset["seq"]));
      }}
    >
      <div className="talk-content">
        {props.isLoadingBefore ? <p className="talk-loading">Fetching older …</p> : props.beginning}
        <ol className="talk-list" aria-label={props.label}>
          {rows.map((row) => (
            <li key={keyOf(row)}>
              {row.kind === "day" && <p className="talk-day">{dayName(row.at, props.now)}</p>}
              {row.kind === "new" && <p className="talk-new">New messages</p>}
              {row.kind === "message" && (
                <MessageRow
                  message={row.message}
                  isContinued={row.isContinued}
                  isEditing={row.message.seq === props.editing}
                  isFound={row.message.seq === props.found}
                  isTabStop={row.message.seq === tabStop}
                />
              )}
            </li>
          ))}
        </ol>
        {props.isLoadingAfter && <p className="talk-loading">Fetching newer …</p>}
        {props.children}
      </div>
    </div>
  );
}

function keyOf(row: Row): string {
  if (row.kind === "message") return String(row.message.seq);
  return row.kind === "day" ? `day-${row.at}` : "new";
}

function stepBetween(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLElement) || event.target.dataset["seq"] === undefined) return;
  const articles = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-seq]")];
  const at = articles.indexOf(event.target);
  const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: articles.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  articles[next]?.focus();
}

interface JumpProps {
  unseen: number;
  onJump: () => void;
}

/** The way back to the present, and how much has been said there meanwhile. */
export function JumpToPresent({ unseen, onJump }: JumpProps) {
  return (
    <div className="talk-jump">
      <Button icon="down" onClick={onJump}>
        {unseen > 0 ? `Jump to present (${unseen > 999 ? "999+" : unseen} new)` : "Jump to present"}
      </Button>
    </div>
  );
}
