import { PageTitle } from "@/parts/PageTitle";

export function WorkspacesPage() {
  return <PageTitle title="Workspaces" about="This page is not there yet." />;
}
