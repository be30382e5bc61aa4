import type { Acquaintance, MemberCard } from "hubbub";
import { useClient, useKnown, useRelation } from "../deeds/client";
import { useAnswer } from "../deeds/use-answer";
import { Link } from "../routing/link";
import { roomAddress } from "../routing/routes";
import { onDate } from "../text/time";
import { Alert } from "./alert";
import { Avatar } from "./avatar";
import { Dialog } from "./dialog";
import { Waiting } from "./empty";
import { Relating } from "./people/relating";
import "./person-card.css";

interface Props {
  member: string;
  /** The room where one met them; null where it was elsewhere. */
  room: string | null;
  onClose: () => void;
}

/** A member: who they are, what one shares with them, and what one may do. */
export function PersonCard({ member, room, onClose }: Props) {
  const { api } = useClient();
  const card = useKnown((state) => state.members.get(member));
  const isBlocked = useRelation(member).kind === "blocked";
  // Whom one has blocked one is not shown; what is left is the card one had of them.
  const { answer: profile, problem } = useAnswer(`${member} ${isBlocked}`, () =>
    api.call("get_member", { path: { member } }),
  );
  const shown: MemberCard | undefined = profile ?? card;

  return (
    <Dialog title={shown?.display_name ?? "Member"} onClose={onClose}>
      {shown === undefined && <Alert problem={problem} />}
      {shown === undefined && problem === null && <Waiting what="Looking …" />}
      {shown !== undefined && (
        <>
          <div className="person-head">
            <Avatar
              name={shown.display_name}
              colour={shown.avatar_colour}
              isBot={shown.kind === "bot"}
              size="large"
            />
            <div>
              <p>
                @{shown.username}
                {shown.kind === "bot" && " · bot"}
              </p>
              {profile && <p className="soft small">Here since {onDate(profile.created_at)}</p>}
            </div>
          </div>
          {profile && !isBlocked && <About profile={profile} onGo={onClose} />}
          <Relating key={shown.id} member={shown} room={room} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function About({ profile, onGo }: { profile: Acquaintance; onGo: () => void }) {
  const { line, interests, shared_rooms: rooms = [] } = profile;
  return (
    <>
      {line !== "" && <p className="lead">{line}</p>}
      {interests.length > 0 && (
        <ul className="tags" aria-label="Interests">
          {interests.map((interest) => (
            <li key={interest} className="tag">
              {interest}
            </li>
          ))}
        </ul>
      )}
      {rooms.length > 0 && (
        <div className="person-shared">
          <h3>Rooms you share</h3>
          <ul className="tags" aria-label="Rooms you share">
            {rooms.map(({ id, name }) => (
              <li key={id}>
                <Link className="tag" href={roomAddress(id)} onClick={onGo}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
