import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Stream } from "@/live/stream";

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeSource[] = [];
  readyState = 0;
  onmessage: ((message: MessageEvent<string>) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
  start(cursor: string, complete = true): void {
    this.readyState = 1;
    const data = JSON.stringify({ complete });
    this.dispatchEvent(new MessageEvent("start", { data, lastEventId: cursor }));
  }
  tell(cursor: string): void {
    this.onmessage?.(new MessageEvent("message", { data: '{"data":{}}', lastEventId: cursor }));
  }
  live(): void {
    this.dispatchEvent(new MessageEvent("alive", { data: "" }));
  }
  refuse(): void {
    this.close();
    this.onerror?.();
  }
  breakOff(): void {
    this.readyState = 0;
    this.onerror?.();
  }
}

const last = () => FakeSource.opened.at(-1) as FakeSource;
const onGap = vi.fn();
const isGone = vi.fn(() => Promise.resolve(false));
let stream: Stream;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("window", new EventTarget());
  FakeSource.opened = [];
  onGap.mockClear();
  isGone.mockClear().mockResolvedValue(false);
  stream = new Stream("WS1", onGap, isGone);
  stream.open();
});
afterEach(() => {
  stream.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what was read before the first event could be heard may be old", () => {
  expect(stream.connection).toBe("connecting");
  last().start("41");
  expect(stream.connection).toBe("live");
  expect(onGap).toHaveBeenCalledTimes(1);
});

test("the browser reconnects by itself, and what may have been missed is read again", () => {
  last().start("41");
  last().breakOff();
  expect(stream.connection).toBe("lost");
  last().start("41");
  expect(stream.connection).toBe("live");
  expect(onGap).toHaveBeenCalledTimes(2);
  expect(FakeSource.opened).toHaveLength(1);
});

test("after a refusal it goes on where it was, and less and less often while it is refused", async () => {
  last().start("41");
  for (const seconds of [2, 4, 8, 16, 30, 30]) {
    const before = FakeSource.opened.length;
    last().refuse();
    await vi.advanceTimersByTimeAsync(1_000 * seconds - 1);
    expect(FakeSource.opened).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSource.opened).toHaveLength(before + 1);
  }
  expect(last().url).toBe("/pointsman/v1/Workspaces/WS1/Stream?After=41");
  last().start("41");
  last().refuse();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(FakeSource.opened).toHaveLength(8);
});

test("a workspace that is gone is not asked for again", async () => {
  last().start("41");
  isGone.mockResolvedValue(true);
  last().refuse();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(stream.connection).toBe("gone");
  expect(FakeSource.opened).toHaveLength(1);
});

test("who has closed it meanwhile hears no more of it", async () => {
  last().refuse();
  stream.close();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(FakeSource.opened).toHaveLength(1);
  expect(stream.connection).toBe("lost");
});

test("a connection on which nothing is said is dead, and another goes on where it was", async () => {
  last().start("41");
  await vi.advanceTimersByTimeAsync(30_000);
  last().tell("47");
  await vi.advanceTimersByTimeAsync(39_999);
  expect(stream.connection).toBe("live");
  const dead = last();
  await vi.advanceTimersByTimeAsync(1);
  expect(stream.connection).toBe("lost");
  expect(dead.readyState).toBe(FakeSource.CLOSED);
  expect(last().url).toBe("/pointsman/v1/Workspaces/WS1/Stream?After=47");
  last().start("47");
  expect(stream.connection).toBe("live");
  expect(onGap).toHaveBeenCalledTimes(2);
});

test("a silent workspace is live as long as the server says so", async () => {
  last().start("41");
  for (let count = 0; count < 20; count += 1) {
    await vi.advanceTimersByTimeAsync(15_000);
    last().live();
  }
  expect(stream.connection).toBe("live");
  expect(FakeSource.opened).toHaveLength(1);
});

test("also a connection that never says the first word is given up", async () => {
  await vi.advanceTimersByTimeAsync(40_000);
  expect(stream.connection).toBe("lost");
  expect(FakeSource.opened).toHaveLength(2);
  stream.close();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(FakeSource.opened).toHaveLength(2);
});
