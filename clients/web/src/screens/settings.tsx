import { Page } from "../components/page";
import { ThemeSwitch } from "../components/theme-switch";
import { useMe } from "../deeds/client";
import { PasswordForm } from "./settings/password-form";
import { ProfileForm } from "./settings/profile-form";
import { SignInList } from "./settings/sign-in-list";

/** What one may change about oneself. */
export function SettingsScreen() {
  const me = useMe();
  return (
    <Page title="Your settings" lead={`You are @${me.username}.`}>
      <section className="section" aria-labelledby="profile-title">
        <h2 id="profile-title">Profile</h2>
        <ProfileForm me={me} />
      </section>
      <section className="section" aria-labelledby="colours-title">
        <h2 id="colours-title">Colours</h2>
        <ThemeSwitch />
      </section>
      <section className="section" aria-labelledby="password-title">
        <h2 id="password-title">Password</h2>
        <PasswordForm username={me.username} />
      </section>
      <section className="section" aria-labelledby="sign-ins-title">
        <h2 id="sign-ins-title">Where you are signed in</h2>
        <SignInList />
      </section>
    </Page>
  );
}
