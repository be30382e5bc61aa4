import { useId } from "react";
import type { Room } from "hubbub";
import { accessChanges, accessWords, type Access } from "../text/access";
import { Choice } from "./field";
import "./access-fields.css";

interface Props {
  /** The room as it is; null for a new one. */
  room: Room | null;
  access: Access;
  look: boolean;
  onAccess: (access: Access) => void;
  onLook: (look: boolean) => void;
}

/** Who may join a room, and whether one may look in before; with what a change of it means. */
export function AccessFields({ room, access, look, onAccess, onLook }: Props) {
  const noteId = useId();
  const mayChoose = room === null || room.standing?.role === "owner";
  const after = { access, look: look && access === "open" };
  const changes = room === null ? [] : accessChanges(room, after);
  return (
    <>
      <fieldset disabled={!mayChoose} aria-describedby={mayChoose ? undefined : noteId}>
        <legend className="legend">Who may join?</legend>
        {Object.entries(accessWords).map(([value, { label, hint }]) => (
          <Choice
            key={value}
            type="radio"
            name="access"
            label={label}
            hint={hint}
            checked={access === value}
            onChange={() => {
              onAccess(value as Access);
            }}
          />
        ))}
        {!mayChoose && (
          <p className="soft small" id={noteId}>
            An owner of the room can change this.
          </p>
        )}
      </fieldset>
      {access === "open" && (
        <Choice
          type="checkbox"
          label="People may look in before they join"
          hint="They can read what was said, but not write."
          checked={look}
          onChange={(event) => {
            onLook(event.target.checked);
          }}
        />
      )}
      <div role="status">
        {changes.length > 0 && (
          <div className="access-changes">
            <p>
              <b>Once you save:</b>
            </p>
            <ul>
              {changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </>
  );
}
