// Signed out or signed in.

import { useState } from "react";

import { takeFragment } from "./address";
import type { Desk } from "./desk";
import { DeskPage } from "./DeskPage";
import { SignIn } from "./SignIn";

const given = takeFragment();

export function App() {
  const [desk, setDesk] = useState<Desk>();
  const [credentials, setCredentials] = useState(given);
  if (desk === undefined) return <SignIn given={credentials} onSignedIn={setDesk} />;
  const signOut = (): void => {
    desk.signOut();
    setCredentials({ ...credentials, token: "" });
    setDesk(undefined);
  };
  return <DeskPage desk={desk} onSignOut={signOut} />;
}
