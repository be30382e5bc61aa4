import { Link } from "../routing/link";
import { discoverAddress } from "../routing/routes";
import type { Purpose } from "hubbub";
import type { PurposeKind } from "../deeds/wire";
import "./purpose.css";

export const kindWords: Readonly<Record<PurposeKind, string>> = {
  hobby: "Hobby",
  profession: "Profession",
  location: "Place",
  cause: "Cause",
};

/** The kind and the tags of a purpose; each leads to rooms alike. */
export function PurposeTags({ purpose }: { purpose: Purpose }) {
  return (
    <ul className="tags" aria-label="Kind and tags">
      <li>
        <Link className="tag tag-kind" href={discoverAddress({ kind: purpose.kind })}>
          {kindWords[purpose.kind]}
        </Link>
      </li>
      {(purpose.tags ?? []).map((tag) => (
        <li key={tag}>
          <Link className="tag" href={discoverAddress({ tag })}>
            #{tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** By what one will know that a room does what it is for. */
export function PurposeSigns({ purpose }: { purpose: Purpose }) {
  const signs = purpose.signs ?? [];
  if (signs.length === 0) return null;
  return (
    <div className="signs">
      <h3>Signs of success</h3>
      <ul>
        {signs.map((sign) => (
          <li key={sign}>{sign}</li>
        ))}
      </ul>
    </div>
  );
}
