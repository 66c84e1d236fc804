// The form that asks for a server and a token.

import { type FormEvent, useEffect, useState } from "react";

import { useAction } from "./action";
import type { Credentials } from "./address";
import { type Desk, signIn } from "./desk";

interface Props {
  given: Credentials;
  onSignedIn: (desk: Desk) => void;
}

export function SignIn({ given, onSignedIn }: Props) {
  const [server, setServer] = useState(given.server);
  const [token, setToken] = useState(given.token);
  const action = useAction();

  const submit = (): void => {
    void action.run(async () => onSignedIn(await signIn({ server, token: token.trim() })));
  };

  // A token that came with the address is used at once.
  useEffect(() => {
    document.title = "Agent desktop";
    if (given.token !== "") submit();
  }, []);

  return (
    <main className="sign-in">
      <h1>Agent desktop</h1>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <label>
          Server
          <input
            type="url"
            required
            value={server}
            autoComplete="url"
            onChange={(event) => setServer(event.target.value)}
          />
        </label>
        <label>
          Token
          <textarea
            required
            rows={4}
            value={token}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="token-hint"
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        <p id="token-hint" className="hint">
          <code>pointsman token --worker Alice</code> prints one. It stays in this page, and is
          forgotten when you leave it.
        </p>
        <button type="submit" className="primary" aria-disabled={action.isRunning}>
          {action.isRunning ? "Signing in…" : "Sign in"}
        </button>
        {action.error !== "" && (
          <p role="alert" className="error">
            {action.error}
          </p>
        )}
      </form>
    </main>
  );
}
