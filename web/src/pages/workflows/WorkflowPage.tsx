import { PageTitle } from "@/parts/PageTitle";

export function WorkflowPage() {
  return <PageTitle title="Workflow" about="This page is not there yet." />;
}
