// A worker who is signed in: the SDK's objects, what is known beyond them, and who wants to hear of
// changes. The SDK changes its objects in place; the page is drawn anew from them after every change.

import {
  type OutgoingTransfer,
  type Reservation,
  type Task,
  Worker,
  Workspace,
} from "twilio-taskrouter";

import { type Credentials, endpoints } from "./address";
import { Directory } from "./directory";
import { follow, followTransfer } from "./events";
import { expiryOf } from "./token";

/** Of the SDK, on the console: the page itself tells what matters. */
const LOG_LEVEL = "silent";
const OPEN = ["pending", "accepted", "wrapping"];
const LOG_LENGTH = 50;
const RECONNECT_AFTER_MS = 1000;

export interface Entry {
  number: number;
  at: Date;
  text: string;
}

/** What became of handing a task on. */
export type Outcome = "complete" | "failed" | "canceled";

export class Desk {
  isConnected = false;
  /** What a screen reader says at once. */
  announcement = "";
  /** Newest first. */
  log: Entry[] = [];
  readonly worker: Worker;
  readonly directory: Directory;
  /**
   * What the SDK has said of transfers. Its own status can fall back: where the event that one began
   * came before the answer, the SDK looks at it again up to half a second later, after all others.
   */
  readonly outcomes = new WeakMap<OutgoingTransfer, Outcome>();
  readonly #workspace: Workspace;
  readonly #arrivals = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #token: string;
  #version = 0;
  #hasSdkGivenUp = false;

  constructor(worker: Worker, { server, token }: Credentials) {
    this.worker = worker;
    this.#token = token;
    const options = { ...endpoints(server), logLevel: LOG_LEVEL };
    this.#workspace = new Workspace(token, options, worker.workspaceSid);
    this.directory = new Directory(this.#workspace, worker.sid);
    follow(this);
    this.connected();
  }

  // --- what there is to see ---

  get tokenExpiresAt(): Date | undefined {
    return expiryOf(this.#token);
  }

  /** What is offered, the most urgent first. */
  get offers(): Reservation[] {
    return this.#reservations
      .filter(({ status }) => status === "pending")
      .sort((one, other) => this.deadlineOf(one) - this.deadlineOf(other));
  }

  /** What was taken and is not done. */
  get work(): Reservation[] {
    return this.#reservations
      .filter(({ status }) => status !== "pending")
      .sort((one, other) => Number(one.dateCreated) - Number(other.dateCreated));
  }

  get #reservations(): Reservation[] {
    return [...this.worker.reservations.values()].filter(({ status }) => OPEN.includes(status));
  }

  /**
   * When an offer ends, in milliseconds of this machine's clock. Counted from its arrival, for the
   * server's clock may be another; what was there before the page was, from what the server says.
   */
  deadlineOf({ sid, dateCreated, timeout }: Reservation): number {
    return (this.#arrivals.get(sid) ?? Number(dateCreated)) + timeout * 1000;
  }

  stateOf(transfer: OutgoingTransfer): Outcome | "initiated" {
    const status = transfer.status.toLowerCase() as Outcome | "initiated";
    return this.outcomes.get(transfer) ?? status;
  }

  // --- what the worker does ---

  async transfer(task: Task, to: string, mode: "WARM" | "COLD"): Promise<void> {
    await task.transfer(to, { mode });
    // Now, and not when the SDK tells that it began: it may have ended by then.
    followTransfer(this, task.transfers.outgoing);
    this.note(`Handing on to ${this.directory.nameOf(to)}`);
  }

  /**
   * Go on with another token. It is tried at once, since the server learns of it, and keeps the
   * socket open beyond the old one's end, only when something is asked with it.
   */
  async updateToken(token: string): Promise<void> {
    const former = this.#token;
    this.#use(token);
    try {
      await this.worker.fetchLatestVersion();
    } catch (error) {
      this.#use(former);
      throw error;
    }
    this.note("The token was renewed");
  }

  #use(token: string): void {
    this.#token = token;
    this.#workspace.updateToken(token);
    this.worker.updateToken(token);
  }

  signOut(): void {
    this.worker.removeAllListeners();
    // Taking the listeners away must not make an error that comes late an unheard one.
    this.worker.on("error", () => {});
    this.worker.disconnect();
  }

  // --- what happens ---

  connected(): void {
    this.isConnected = true;
    this.#hasSdkGivenUp = false;
    this.note("Connected");
  }

  disconnected(reason: string): void {
    if (this.isConnected) this.note(`Disconnected: ${reason}`);
    this.isConnected = false;
    if (this.#hasSdkGivenUp && !this.#isTokenOver) {
      setTimeout(() => this.worker.updateToken(this.#token), RECONNECT_AFTER_MS);
    }
    this.changed();
  }

  /**
   * From now on the SDK does not reconnect. It counts from the lifetime of the first token even when
   * it was given another; so this may be said of a token that has long to live.
   */
  expired(): void {
    this.#hasSdkGivenUp = true;
    if (this.#isTokenOver) this.note("The token expires");
  }

  get #isTokenOver(): boolean {
    const expiry = this.tokenExpiresAt;
    return expiry === undefined || Number(expiry) - Date.now() < 10_000;
  }

  arrived(reservation: Reservation): void {
    this.#arrivals.set(reservation.sid, Date.now());
  }

  ended({ sid }: Reservation): void {
    this.#arrivals.delete(sid);
  }

  announce(text: string): void {
    this.announcement = text;
    this.changed();
  }

  note(text: string): void {
    const number = (this.log[0]?.number ?? 0) + 1;
    this.log = [{ number, at: new Date(), text }, ...this.log].slice(0, LOG_LENGTH);
    this.changed();
  }

  // --- who listens: the two functions that React's useSyncExternalStore wants ---

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

/** Sign in; fails where the server does not answer or does not accept the token. */
export function signIn(credentials: Credentials): Promise<Desk> {
  const expiry = expiryOf(credentials.token);
  if (expiry !== undefined && Number(expiry) <= Date.now()) {
    return Promise.reject(new Error("This token has expired."));
  }
  return new Promise((resolve, reject) => {
    const worker = new Worker(credentials.token, {
      ...endpoints(credentials.server),
      logLevel: LOG_LEVEL,
    });
    // Left alone, the SDK would try again every second and for ever.
    const giveUp = (): void => {
      worker.removeAllListeners();
      worker.on("error", () => {});
      worker.disconnect();
      reject(new Error("The server does not answer, or does not accept this token."));
    };
    worker.on("error", giveUp);
    worker.on("disconnected", giveUp);
    worker.on("ready", () => {
      worker.removeAllListeners();
      resolve(new Desk(worker, credentials));
    });
  });
}
