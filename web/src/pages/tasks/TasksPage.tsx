import { PageTitle } from "@/parts/PageTitle";

export function TasksPage() {
  return <PageTitle title="Tasks" about="This page is not there yet." />;
}
