import { PageTitle } from "@/parts/PageTitle";

export function WorkersPage() {
  return <PageTitle title="Workers" about="This page is not there yet." />;
}
