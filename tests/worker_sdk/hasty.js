// To be loaded first: a clock on which everything that comes after waits a thirtieth of the time.

const SPEED = 30;
const started = Date.now();
const { now } = Date;
const { setInterval, setTimeout } = globalThis;

globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length ? given : [globalThis.Date.now()]));
  }

  static now() {
    return started + (now() - started) * SPEED;
  }
};
globalThis.setInterval = (call, ms, ...given) => setInterval(call, ms / SPEED, ...given);
globalThis.setTimeout = (call, ms, ...given) => setTimeout(call, ms / SPEED, ...given);
