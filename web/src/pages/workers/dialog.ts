// What can be done about a worker that asks something first.

import type { Activity, Worker } from "@/api/resources";

export type Dialog =
  | { kind: "edit"; worker: Worker }
  | { kind: "channels"; worker: Worker }
  | { kind: "offers"; worker: Worker; activity: Activity }
  | { kind: "delete"; worker: Worker };

export type Ask = (dialog: Dialog) => void;
