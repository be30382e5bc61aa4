import { useState, type ReactNode } from "react";
import { tell } from "../deeds/notices";
import { useFocusAfter } from "../deeds/use-focus-after";
import type { Pages } from "../deeds/use-pages";
import { inFull, onDate } from "../text/time";
import { Alert } from "./alert";
import { Button } from "./button";
import { ConfirmDialog } from "./confirm-dialog";
import { Empty, Waiting } from "./empty";
import "./code-list.css";

interface Code {
  id: string;
  expires_at: number;
}

interface Props<Item extends Code> {
  pages: Pages<Item>;
  /** What one of them is, as "code", and what the list of them is called. */
  what: string;
  label: string;
  titleOf: (item: Item) => string;
  /** How often it was used. */
  usageOf: (item: Item) => string;
  /** More of it, after the date. */
  moreOf?: (item: Item) => string;
  revoke: (item: Item) => Promise<void>;
  /** What revoking one means. */
  children: ReactNode;
}

/** Codes that were given away: each can be revoked. */
export function CodeList<Item extends Code>(props: Props<Item>) {
  const { pages, what, label, titleOf, usageOf, moreOf, revoke, children } = props;
  const [revoking, setRevoking] = useState<Item | null>(null);
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(revoking !== null);
  return (
    <>
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title={`No ${what} is open`} />}
      <ul ref={list} className="rows codes" aria-label={label} tabIndex={-1}>
        {pages.items?.map((item) => (
          <li key={item.id}>
            <div>
              <p>
                <b>{titleOf(item)}</b>
              </p>
              <p className="soft small">
                {usageOf(item)}
                {" · "}
                <time title={inFull(item.expires_at)}>until {onDate(item.expires_at)}</time>
                {moreOf && ` · ${moreOf(item)}`}
              </p>
            </div>
            <Button
              look="danger"
              aria-label={`Revoke: ${titleOf(item)}`}
              onClick={() => {
                setRevoking(item);
              }}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More {what}s
        </Button>
      )}
      {revoking && (
        <ConfirmDialog
          title={`Revoke this ${what}?`}
          deed="Revoke"
          onConfirm={async () => {
            await revoke(revoking);
            pages.change((items) => items.filter((item) => item.id !== revoking.id));
            rowGone();
            tell(`The ${what} is revoked.`);
          }}
          onClose={() => {
            setRevoking(null);
          }}
        >
          {children}
        </ConfirmDialog>
      )}
    </>
  );
}
