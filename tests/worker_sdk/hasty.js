// A clock that runs faster: whoever comes after waits for so much less.

module.exports = (speed) => {
  const started = Date.now();
  const { now } = Date;
  const { setInterval, setTimeout } = globalThis;

  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length ? given : [globalThis.Date.now()]));
    }

    static now() {
      return started + (now() - started) * speed;
    }
  };
  globalThis.setInterval = (call, ms, ...given) => setInterval(call, ms / speed, ...given);
  globalThis.setTimeout = (call, ms, ...given) => setTimeout(call, ms / speed, ...given);
};
