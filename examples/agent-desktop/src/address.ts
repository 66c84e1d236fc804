// Where the server is: what the worker typed, what the address of the page says, and what the SDK
// wants to be told.

export const DEFAULT_SERVER = "http://127.0.0.1:8020";

const CHANNELS = "v1/wschannels";

export interface Credentials {
  server: string;
  token: string;
}

/**
 * What follows the `#` of the page's address, `token=…&server=…`. It is never sent anywhere; and it
 * is taken out of the address, so that the token stays in no history and no picture of the screen.
 */
export function takeFragment(): Credentials {
  const given = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
  return { server: given.get("server") ?? DEFAULT_SERVER, token: given.get("token") ?? "" };
}

/** The SDK's options that aim it at `server`. It takes both verbatim, and wants both. */
export function endpoints(server: string): { ebServer: string; wsServer: string } {
  const base = URL.parse(server);
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new Error("The server's address begins with http:// or https://");
  }
  const ebServer = `${base.origin}${base.pathname.replace(/\/*$/, "/")}${CHANNELS}`;
  return { ebServer, wsServer: ebServer.replace(/^http/, "ws") };
}
