import { PageTitle } from "@/parts/PageTitle";

export function ActivitiesPage() {
  return <PageTitle title="Activities" about="This page is not there yet." />;
}
