import { PageTitle } from "@/parts/PageTitle";

export function EventsPage() {
  return <PageTitle title="Events" about="This page is not there yet." />;
}
