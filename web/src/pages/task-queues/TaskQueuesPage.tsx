import { PageTitle } from "@/parts/PageTitle";

export function TaskQueuesPage() {
  return <PageTitle title="Task Queues" about="This page is not there yet." />;
}
