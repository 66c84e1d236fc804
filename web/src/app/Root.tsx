// Around everything: to the sign-in when a session has ended, and the way past the navigation.

import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouter, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";

import { sessionQuery } from "@/session/session";

export function Root() {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const router = useRouter();
  const location = useRouterState({ select: (state) => state.location });
  useEffect(() => {
    if (session === null && location.pathname !== "/sign-in") {
      // What a page would ask first cannot be answered without a session.
      void router.navigate({
        to: "/sign-in",
        search: { next: location.href },
        ignoreBlocker: true,
      });
    }
  }, [session, router, location]);
  return <Outlet />;
}
