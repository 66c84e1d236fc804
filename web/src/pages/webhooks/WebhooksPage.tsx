import { PageTitle } from "@/parts/PageTitle";

export function WebhooksPage() {
  return <PageTitle title="Webhooks" about="This page is not there yet." />;
}
