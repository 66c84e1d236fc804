// What the inspector asks beside its lists.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import { extended } from "@/api/paths";
import type { Alert, Webhook } from "@/api/resources";

/** So many attempts of one delivery are shown. */
const ATTEMPTS = 50;

export function webhookQuery(workspaceSid: string, webhookSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "webhooks", "one", webhookSid],
    queryFn: ({ signal }) =>
      get<Webhook>(extended(workspaceSid, "Webhooks", webhookSid), {}, signal),
  });
}

export function alertQuery(workspaceSid: string, alertSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "webhooks", "alert", alertSid],
    queryFn: ({ signal }) => get<Alert>(extended(workspaceSid, "Alerts", alertSid), {}, signal),
    staleTime: Infinity,
  });
}

/** All that was sent for the same reason, the newest first. */
export function attemptsQuery(workspaceSid: string, webhook: Webhook) {
  const { kind, event_sid, reservation_sid } = webhook;
  const reason = event_sid === null ? { ReservationSid: reservation_sid } : { EventSid: event_sid };
  return queryOptions({
    queryKey: [workspaceSid, "webhooks", "attempts", kind, reason],
    queryFn: async ({ signal }) => {
      const parameters = { Kind: kind, ...reason, PageSize: ATTEMPTS };
      const path = extended(workspaceSid, "Webhooks");
      return (await get<{ webhooks: Webhook[] }>(path, parameters, signal)).webhooks;
    },
    enabled: event_sid !== null || reservation_sid !== null,
  });
}

/** Whether anything is laid aside. */
export function laidAsideQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "webhooks", "laid-aside"],
    queryFn: async ({ signal }) => {
      const parameters = { Outcome: "laid-aside", PageSize: 1 };
      const path = extended(workspaceSid, "Webhooks");
      return (await get<{ webhooks: Webhook[] }>(path, parameters, signal)).webhooks.length > 0;
    },
  });
}
