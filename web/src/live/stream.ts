// A workspace's events as they happen. The browser reconnects by itself, and goes on where it was.

import { extended } from "@/api/paths";
import type { Event } from "@/api/resources";

/** It is gone for good when there is nothing to follow any more. */
export type Connection = "connecting" | "live" | "lost" | "gone";

/** After a refusal it is tried again after so long, then after twice as long, and so on. */
const RETRY_MS = 2_000;
const RETRY_MOST_MS = 30_000;
/**
 * The server says every 15 seconds that it is there. After so long without a word the connection is
 * dead, which the browser may not notice for many minutes, as after sleep.
 */
const SILENT_MOST_MS = 40_000;

type Listener = (event: Event) => void;

export class Stream {
  connection: Connection = "connecting";
  private source: EventSource | null = null;
  private cursor: string | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private refusals = 0;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();

  constructor(
    private readonly workspaceSid: string,
    /** Called when it is live, for the first time or again: what was read before may be old. */
    private readonly onGap: () => void,
    /** Asked after a refusal: whether there is nothing to follow any more. */
    private readonly isGone: () => Promise<boolean>,
  ) {}

  open(): void {
    this.connect();
    window.addEventListener("online", this.reconnect);
    window.addEventListener("offline", this.lose);
  }

  close(): void {
    window.removeEventListener("online", this.reconnect);
    window.removeEventListener("offline", this.lose);
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.source?.close();
    this.source = null;
  }

  /** Hear every event. Returns what ends it. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Hear of changes of `connection`. Returns what ends it. */
  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private connect(): void {
    clearTimeout(this.retry);
    this.source?.close();
    const after = this.cursor === null ? "" : `?After=${encodeURIComponent(this.cursor)}`;
    const source = new EventSource(extended(this.workspaceSid, "Stream") + after);
    this.source = source;
    this.expectWord();
    source.addEventListener("alive", this.expectWord);
    source.addEventListener("start", (message: MessageEvent<string>) => {
      this.expectWord();
      this.cursor = message.lastEventId;
      const { complete } = JSON.parse(message.data) as { complete: boolean };
      const wasLive = this.connection === "live";
      this.refusals = 0;
      this.become("live");
      if (!wasLive || !complete) this.onGap();
    });
    source.onmessage = (message: MessageEvent<string>) => {
      this.expectWord();
      this.cursor = message.lastEventId;
      const { data } = JSON.parse(message.data) as { data: Event };
      for (const listener of this.listeners) listener(data);
    };
    source.onerror = () => {
      this.lose();
      // A refusal, as while a server starts, ends an EventSource for good.
      if (source.readyState === EventSource.CLOSED) void this.retryUnlessGone(source);
    };
  }

  private readonly expectWord = (): void => {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.lose();
      this.reconnect();
    }, SILENT_MOST_MS);
  };

  private async retryUnlessGone(refused: EventSource): Promise<void> {
    const isGone = await this.isGone();
    // It may have been closed or opened anew meanwhile.
    if (this.source !== refused) return;
    if (isGone) {
      this.close();
      this.become("gone");
      return;
    }
    clearTimeout(this.silence);
    const pauseMs = Math.min(RETRY_MS * 2 ** this.refusals, RETRY_MOST_MS);
    this.refusals += 1;
    this.retry = setTimeout(this.reconnect, pauseMs);
  }

  private readonly reconnect = (): void => {
    if (this.source !== null) this.connect();
  };

  private readonly lose = (): void => {
    this.become("lost");
  };

  private become(connection: Connection): void {
    if (connection === this.connection) return;
    this.connection = connection;
    for (const watcher of this.watchers) watcher();
  }
}
