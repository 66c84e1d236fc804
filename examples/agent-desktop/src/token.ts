// What a token says of itself. Only the server can check it; this is for telling the worker in time.

/** When the token ends, or `undefined` where it does not say so. */
export function expiryOf(token: string): Date | undefined {
  const payload = token.split(".")[1];
  if (payload === undefined) return undefined;
  try {
    const { exp } = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof exp === "number" ? new Date(exp * 1000) : undefined;
  } catch {
    return undefined;
  }
}
