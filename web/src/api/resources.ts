// The resources of the API by their names. Their types are generated: see README.md.

import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Activity = Schemas["Activity"];
export type Alert = Schemas["Alert"];
export type ListedTask = Schemas["TabledTask"];
export type ListedWorker = Schemas["TabledWorker"];
export type Event = Schemas["Event"];
export type Reservation = Schemas["Reservation"];
export type Task = Schemas["Task"];
export type TaskChannel = Schemas["TaskChannel"];
export type TaskQueue = Schemas["TaskQueue"];
export type Webhook = Schemas["Webhook"];
export type Worker = Schemas["Worker"];
export type WorkerChannel = Schemas["WorkerChannel"];
export type Workflow = Schemas["Workflow"];
export type Workspace = Schemas["Workspace"];

export type TaskStatus = Task["assignment_status"];
export type ReservationStatus = Reservation["reservation_status"];
