import { PageTitle } from "@/parts/PageTitle";

export function OverviewPage() {
  return <PageTitle title="Overview" about="This page is not there yet." />;
}
