import { PageTitle } from "@/parts/PageTitle";

export function WorkflowsPage() {
  return <PageTitle title="Workflows" about="This page is not there yet." />;
}
