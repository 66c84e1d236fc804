// The pages of a workspace, in the order of its navigation.

import {
  IconActivityHeartbeat,
  IconChecklist,
  IconGitFork,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconMessages,
  IconSettings,
  IconUsers,
  IconWebhook,
} from "@tabler/icons-react";
import type { Icon } from "@tabler/icons-react";

interface Place {
  label: string;
  to:
    | "/workspaces/$workspaceSid"
    | `/workspaces/$workspaceSid/${"workers" | "tasks" | "task-queues" | "workflows" | "activities" | "task-channels" | "events" | "webhooks" | "settings"}`;
  icon: Icon;
  /** Whether pages below it are not part of it. */
  exact?: boolean;
}

export const PLACES: readonly Place[] = [
  { label: "Overview", to: "/workspaces/$workspaceSid", icon: IconLayoutDashboard, exact: true },
  { label: "Workers", to: "/workspaces/$workspaceSid/workers", icon: IconUsers },
  { label: "Tasks", to: "/workspaces/$workspaceSid/tasks", icon: IconChecklist },
  { label: "Task queues", to: "/workspaces/$workspaceSid/task-queues", icon: IconListDetails },
  { label: "Workflows", to: "/workspaces/$workspaceSid/workflows", icon: IconGitFork },
  { label: "Activities", to: "/workspaces/$workspaceSid/activities", icon: IconActivityHeartbeat },
  { label: "Channels", to: "/workspaces/$workspaceSid/task-channels", icon: IconMessages },
  { label: "Events", to: "/workspaces/$workspaceSid/events", icon: IconHistory },
  { label: "Webhooks", to: "/workspaces/$workspaceSid/webhooks", icon: IconWebhook },
  { label: "Settings", to: "/workspaces/$workspaceSid/settings", icon: IconSettings },
];
