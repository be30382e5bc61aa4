import type { ReactNode } from "react";
import type { Opening } from "../deeds/use-opening";
import { Button } from "./button";
import { Empty, Waiting } from "./empty";
import { Page } from "./page";

interface Props {
  opening: Opening;
  /** What is being opened, as "room". */
  what: string;
  /** Where one goes if it cannot be. */
  children: ReactNode;
}

/** Stands where something will be that is being opened, or says why it could not be. */
export function OpeningPage({ opening: { problem, tryAgain }, what, children }: Props) {
  return (
    <Page title={problem === null ? "" : `This ${what} cannot be shown`}>
      {problem === null ? (
        <Waiting what={`Opening the ${what} …`} />
      ) : (
        <Empty title={problem.detail}>
          <Button onClick={tryAgain}>Try again</Button>
          {children}
        </Empty>
      )}
    </Page>
  );
}
