import { PageTitle } from "@/parts/PageTitle";

export function WorkerPage() {
  return <PageTitle title="Worker" about="This page is not there yet." />;
}
