// The page of a worker who is signed in.

import { useEffect, useState, useSyncExternalStore } from "react";

import { ActivityForm } from "./ActivityForm";
import { Channels } from "./Channels";
import type { Desk } from "./desk";
import { Log } from "./Log";
import { useNow } from "./now";
import { Reservations } from "./Reservations";
import { ShortcutKeys } from "./ShortcutKeys";
import { ShortcutsOn, useShortcuts } from "./shortcuts";
import { TokenForm } from "./TokenForm";

const TOKEN_SOON_S = 60;

interface Props {
  desk: Desk;
  onSignOut: () => void;
}

export function DeskPage({ desk, onSignOut }: Props) {
  useSyncExternalStore(desk.subscribe, desk.version);
  useShortcuts();
  const [areShortcutsOn, setShortcutsOn] = useState(true);
  const offers = desk.offers.length;
  const name = desk.worker.name;
  const expiry = desk.tokenExpiresAt;
  const now = useNow();
  const tokenLeft = expiry === undefined ? Infinity : (Number(expiry) - now) / 1000;
  const isTokenUrgent = tokenLeft < TOKEN_SOON_S;

  useEffect(() => {
    document.title = offers === 0 ? `${name} – Agent desktop` : `(${offers}) ${name} – Agent desktop`;
  }, [offers, name]);

  return (
    <ShortcutsOn value={areShortcutsOn}>
      <header>
        <div className="who">
          <h1>{name}</h1>
          <p className={desk.isConnected ? "connection good" : "connection bad"} role="status">
            {desk.isConnected ? "Connected" : "Reconnecting…"}
          </p>
          <button type="button" onClick={onSignOut}>
            Sign out
          </button>
        </div>
        <ActivityForm desk={desk} />
        {isTokenUrgent && <TokenForm desk={desk} left={tokenLeft} isUrgent />}
      </header>
      <main>
        <Reservations desk={desk} />
      </main>
      <aside aria-label="About you">
        {!isTokenUrgent && <TokenForm desk={desk} left={tokenLeft} isUrgent={false} />}
        <Channels desk={desk} />
        <ShortcutKeys areOn={areShortcutsOn} onChange={setShortcutsOn} />
        <Log entries={desk.log} />
      </aside>
      <div className="unseen" aria-live="assertive">
        {desk.announcement}
      </div>
    </ShortcutsOn>
  );
}
