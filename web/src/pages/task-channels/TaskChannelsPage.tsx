import { PageTitle } from "@/parts/PageTitle";

export function TaskChannelsPage() {
  return <PageTitle title="Task Channels" about="This page is not there yet." />;
}
