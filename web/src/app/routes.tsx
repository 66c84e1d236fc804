// Every page of the console and where it is. Pages are loaded when they are first opened.

import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";

import { NotFound } from "@/app/NotFound";
import { PageError } from "@/app/PageError";
import { queries } from "@/app/queries";
import { Root } from "@/app/Root";
import { textOf } from "@/app/searchTexts";
import { WorkspaceShell } from "@/app/WorkspaceShell";
import { workspaceQuery } from "@/api/queries";
import { readEventsSearch } from "@/pages/events/search";
import { readOverviewSearch } from "@/pages/overview/search";
import { readQueuesSearch } from "@/pages/task-queues/search";
import { readTasksSearch } from "@/pages/tasks/search";
import { readWebhooksSearch } from "@/pages/webhooks/search";
import { readFilters } from "@/pages/workers/filters";
import { readWorkflowSearch } from "@/pages/workflows/search";
import { sessionQuery } from "@/session/session";

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { next?: string | undefined } => ({ next: textOf(search.next) }),
  component: lazyRouteComponent(() => import("@/session/SignInPage"), "SignInPage"),
});

/** Everything that needs somebody to be signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.query({ ...sessionQuery, staleTime: "static" });
    if (session === null)
      redirect({ to: "/sign-in", search: { next: location.href }, throw: true });
  },
});

const workspaces = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(
    () => import("@/pages/workspaces/WorkspacesPage"),
    "WorkspacesPage",
  ),
});

const workspace = createRoute({
  getParentRoute: () => inside,
  path: "/workspaces/$workspaceSid",
  loader: ({ context, params }) =>
    context.queries.query({ ...workspaceQuery(params.workspaceSid), staleTime: "static" }),
  component: WorkspaceShell,
});

const overview = createRoute({
  getParentRoute: () => workspace,
  path: "/",
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import("@/pages/overview/OverviewPage"), "OverviewPage"),
});

const workers = createRoute({
  getParentRoute: () => workspace,
  path: "/workers",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("@/pages/workers/WorkersPage"), "WorkersPage"),
});

// The page of another worker, task or workflow begins anew: what was being written about the one is
// not for the other.

const worker = createRoute({
  getParentRoute: () => workspace,
  path: "/workers/$workerSid",
  remountDeps: ({ params }) => params,
  component: lazyRouteComponent(() => import("@/pages/workers/WorkerPage"), "WorkerPage"),
});

const tasks = createRoute({
  getParentRoute: () => workspace,
  path: "/tasks",
  validateSearch: readTasksSearch,
  component: lazyRouteComponent(() => import("@/pages/tasks/TasksPage"), "TasksPage"),
});

const task = createRoute({
  getParentRoute: () => workspace,
  path: "/tasks/$taskSid",
  remountDeps: ({ params }) => params,
  component: lazyRouteComponent(() => import("@/pages/tasks/TaskPage"), "TaskPage"),
});

const taskQueues = createRoute({
  getParentRoute: () => workspace,
  path: "/task-queues",
  validateSearch: readQueuesSearch,
  component: lazyRouteComponent(
    () => import("@/pages/task-queues/TaskQueuesPage"),
    "TaskQueuesPage",
  ),
});

const activities = createRoute({
  getParentRoute: () => workspace,
  path: "/activities",
  component: lazyRouteComponent(
    () => import("@/pages/activities/ActivitiesPage"),
    "ActivitiesPage",
  ),
});

const taskChannels = createRoute({
  getParentRoute: () => workspace,
  path: "/task-channels",
  component: lazyRouteComponent(
    () => import("@/pages/task-channels/TaskChannelsPage"),
    "TaskChannelsPage",
  ),
});

const workflows = createRoute({
  getParentRoute: () => workspace,
  path: "/workflows",
  component: lazyRouteComponent(() => import("@/pages/workflows/WorkflowsPage"), "WorkflowsPage"),
});

const workflow = createRoute({
  getParentRoute: () => workspace,
  path: "/workflows/$workflowSid",
  remountDeps: ({ params }) => params,
  validateSearch: readWorkflowSearch,
  component: lazyRouteComponent(() => import("@/pages/workflows/WorkflowPage"), "WorkflowPage"),
});

const events = createRoute({
  getParentRoute: () => workspace,
  path: "/events",
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(() => import("@/pages/events/EventsPage"), "EventsPage"),
});

const webhooks = createRoute({
  getParentRoute: () => workspace,
  path: "/webhooks",
  validateSearch: readWebhooksSearch,
  component: lazyRouteComponent(() => import("@/pages/webhooks/WebhooksPage"), "WebhooksPage"),
});

const settings = createRoute({
  getParentRoute: () => workspace,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/pages/workspaces/SettingsPage"), "SettingsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    inside.addChildren([
      workspaces,
      workspace.addChildren([
        overview,
        workers,
        worker,
        tasks,
        task,
        taskQueues,
        activities,
        taskChannels,
        workflows,
        workflow,
        events,
        webhooks,
        settings,
      ]),
    ]),
  ]),
  basepath: "/console",
  context: { queries },
  defaultPreload: "intent",
  defaultErrorComponent: PageError,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
