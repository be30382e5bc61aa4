import { useEffect, useState } from "react";
import { problemOf, type Problem } from "../deeds/problem";
import { Link } from "../routing/link";
import type { Profile } from "hubbub";
import { useClient, useMe } from "../deeds/client";
import { onDate } from "../text/time";
import { Alert } from "./alert";
import { Avatar } from "./avatar";
import { Dialog } from "./dialog";
import { Waiting } from "./empty";
import "./member-dialog.css";

interface Props {
  member: string;
  onClose: () => void;
}

/** A member, as those see them who share a room with them. */
export function MemberDialog({ member, onClose }: Props) {
  const { api } = useClient();
  const me = useMe();
  const [profile, setProfile] = useState<Profile | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    let isStale = false;
    api.call("get_member", { path: { member } }).then(
      (found) => {
        if (!isStale) setProfile(found);
      },
      (error: unknown) => {
        if (!isStale) setProblem(problemOf(error));
      },
    );
    return () => {
      isStale = true;
    };
  }, [api, member]);

  return (
    <Dialog title={profile?.display_name ?? "Member"} onClose={onClose}>
      <Alert problem={problem} />
      {profile === null && problem === null && <Waiting what="Looking …" />}
      {profile !== null && (
        <div className="member-card">
          <Avatar
            name={profile.display_name}
            colour={profile.avatar_colour}
            isBot={profile.kind === "bot"}
            size="large"
          />
          <div>
            <p>
              @{profile.username}
              {profile.kind === "bot" && " · bot"}
            </p>
            <p className="soft small">Here since {onDate(profile.created_at)}</p>
          </div>
          {profile.line !== "" && <p className="member-line">{profile.line}</p>}
          {profile.interests.length > 0 && (
            <ul className="tags" aria-label="Interests">
              {profile.interests.map((interest) => (
                <li key={interest} className="tag">
                  {interest}
                </li>
              ))}
            </ul>
          )}
          {profile.id === me.id && (
            <Link className="button button-plain" href="/settings" onClick={onClose}>
              Change your profile
            </Link>
          )}
        </div>
      )}
    </Dialog>
  );
}
