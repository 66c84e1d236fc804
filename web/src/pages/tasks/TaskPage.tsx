import { PageTitle } from "@/parts/PageTitle";

export function TaskPage() {
  return <PageTitle title="Task" about="This page is not there yet." />;
}
