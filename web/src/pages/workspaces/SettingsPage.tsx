import { PageTitle } from "@/parts/PageTitle";

export function SettingsPage() {
  return <PageTitle title="Settings" about="This page is not there yet." />;
}
