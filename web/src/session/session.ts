// Who is signed in, and what they may.

import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";

import { ApiError, get, post, remove } from "@/api/client";

const PATH = "/pointsman/v1/Session";

export type Role = "admin" | "supervisor" | "viewer";

export interface Session {
  account_sid: string;
  username: string;
  role: Role;
  expires: string;
}

/** Null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await get<Session>(PATH);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export function signIn(username: string, password: string): Promise<Session> {
  return post<Session>(PATH, { Username: username, Password: password });
}

/** Sign in by a link that works once. */
export function signInByCode(code: string): Promise<Session> {
  return post<Session>(PATH, { Code: code });
}

export function signOut(): Promise<void> {
  return remove(PATH);
}

const RANK: Record<Role, number> = { viewer: 0, supervisor: 1, admin: 2 };

/** Whether who is signed in has at least this role. Supervisors change workers and tasks, admins everything. */
export function useMay(role: Role): boolean {
  const { data: session } = useSuspenseQuery(sessionQuery);
  return session !== null && RANK[session.role] >= RANK[role];
}
