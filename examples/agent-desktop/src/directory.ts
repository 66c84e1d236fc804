// To whom a task can be handed on: the workers and the queues of the workspace, by name.

import { Workspace } from "twilio-taskrouter";

export interface Place {
  sid: string;
  name: string;
  note: string;
}

export class Directory {
  workers: Place[] = [];
  queues: Place[] = [];
  readonly #workspace: Workspace;
  readonly #ownSid: string;

  constructor(workspace: Workspace, ownSid: string) {
    this.#workspace = workspace;
    this.#ownSid = ownSid;
  }

  /** Ask anew. Whoever may not list them is refused, and has to know SIDs. */
  async load(): Promise<void> {
    const workers = await this.#workspace.fetchWorkersInfo();
    const queues = await this.#workspace.fetchTaskQueues();
    this.workers = byName(
      [...workers.values()]
        .filter(({ sid }) => sid !== this.#ownSid)
        .map(({ sid, name, activityName }) => ({ sid, name, note: activityName })),
    );
    this.queues = byName([...queues.values()].map(({ sid, name }) => ({ sid, name, note: "" })));
  }

  /** The name, where it is known; the SID, where not. */
  nameOf(sid: string): string {
    return [...this.workers, ...this.queues].find((place) => place.sid === sid)?.name ?? sid;
  }
}

function byName(places: Place[]): Place[] {
  return places.sort((one, other) => one.name.localeCompare(other.name));
}
