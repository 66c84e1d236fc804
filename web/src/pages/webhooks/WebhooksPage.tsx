// The inspector: what was sent to the outside and what came of it, and what somebody should look at.

import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";

import { AlertDrawer } from "@/pages/webhooks/AlertDrawer";
import { Alerts } from "@/pages/webhooks/Alerts";
import { Redrive } from "@/pages/webhooks/Redrive";
import { Requests } from "@/pages/webhooks/Requests";
import { readWebhooksSearch } from "@/pages/webhooks/search";
import type { WebhooksSearch } from "@/pages/webhooks/search";
import { WebhookDrawer } from "@/pages/webhooks/WebhookDrawer";
import { PageTitle } from "@/parts/PageTitle";
import { useMay } from "@/session/session";

const route = getRouteApi("/inside/workspaces/$workspaceSid/webhooks");

export function WebhooksPage() {
  const { workspaceSid } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const maySend = useMay("supervisor");
  const go = (change: WebhooksSearch, replace: boolean) =>
    void navigate({ search: (former) => readWebhooksSearch({ ...former, ...change }), replace });
  const filter = (change: WebhooksSearch) => go(change, true);
  const look = (webhook: string | undefined) => go({ webhook }, false);
  const tab = search.tab ?? "requests";
  return (
    <>
      <PageTitle
        title="Webhooks"
        about="What your application was sent, what it answered, and what was wrong with that."
        actions={maySend && <Redrive workspaceSid={workspaceSid} />}
      />
      <Tabs
        value={tab}
        onChange={(value) => filter({ tab: value === "alerts" ? "alerts" : undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="requests">Requests</Tabs.Tab>
          <Tabs.Tab value="alerts">Alerts</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="requests">
          <Requests workspaceSid={workspaceSid} search={search} onChange={filter} onOpen={look} />
        </Tabs.Panel>
        <Tabs.Panel value="alerts">
          <Alerts
            workspaceSid={workspaceSid}
            search={search}
            onChange={filter}
            onOpen={(alert) => go({ alert }, false)}
          />
        </Tabs.Panel>
      </Tabs>
      {search.webhook !== undefined && (
        <WebhookDrawer
          workspaceSid={workspaceSid}
          webhookSid={search.webhook}
          onLook={look}
          onClose={() => look(undefined)}
        />
      )}
      {search.alert !== undefined && (
        <AlertDrawer
          workspaceSid={workspaceSid}
          alertSid={search.alert}
          onClose={() => go({ alert: undefined }, false)}
        />
      )}
    </>
  );
}
