import type { Problem } from "../deeds/problem";
import "./alert.css";

interface Props {
  problem: Problem | null;
  /** Fields that show their own errors; a problem with one of these is not repeated here. */
  fields?: readonly string[];
}

/** What went wrong, where no field of the form can say it. */
export function Alert({ problem, fields = [] }: Props) {
  if (problem === null || (problem.field !== null && fields.includes(problem.field))) return null;
  return (
    <p className="alert" role="alert">
      {problem.detail}
    </p>
  );
}
