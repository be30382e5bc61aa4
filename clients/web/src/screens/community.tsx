import { Page } from "../components/page";
import { Invitations } from "../components/invitations";
import { useMe } from "../deeds/client";
import { AccountList } from "./community/account-list";
import { BotList } from "./community/bot-list";
import { CommunityForm } from "./community/community-form";
import { ReportList } from "./community/report-list";

/** The owner's page; for hosts, the part of it that is about their bots. */
export function CommunityScreen() {
  const me = useMe();
  const isOwner = me.role === "owner";
  return (
    <Page title={isOwner ? "Community" : "Bots"}>
      {isOwner && (
        <>
          <section className="section" aria-labelledby="community-title">
            <h2 id="community-title">The house</h2>
            <CommunityForm />
          </section>
          <section className="section" aria-labelledby="invitations-title">
            <h2 id="invitations-title">Invitations</h2>
            <p className="soft">
              Whoever has one may make an account, where registration is by invitation.
            </p>
            <Invitations room={null} />
          </section>
          <section className="section" aria-labelledby="reports-title">
            <h2 id="reports-title">Reports</h2>
            <ReportList />
          </section>
          <section className="section" aria-labelledby="accounts-title">
            <h2 id="accounts-title">Members</h2>
            <AccountList />
          </section>
        </>
      )}
      <section className="section" aria-labelledby="bots-title">
        <h2 id="bots-title">Bots</h2>
        <BotList />
      </section>
    </Page>
  );
}
