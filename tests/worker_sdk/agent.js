// An agent's application: the unmodified worker SDK, which tells all that happens to it and does
// what it is told, in JSON, one document a line.
//
//   said to it:  {"number": 1, "of": ["reservations", "WR…", "task"], "do": "complete", "with": ["Sold"]}
//   it says:     {"event": "reservation.accepted", "about": {…}}
//                {"answer": 1, "value": {…}}
//                {"refusal": 1, "name": "REQUEST_INVALID", "message": "…"}
//
// Nothing here catches what the SDK throws, or a promise of its own that it breaks: like any other
// application, this one ends then, and its stack is on standard error.

const readline = require("node:readline");

const { sdk, kind, token, speed, options } = JSON.parse(process.argv[2]);
if (speed !== 1) require("./hasty.js")(speed);
const TaskRouter = require(sdk);

const EVENTS = {
  worker: [
    "activityUpdated",
    "attributesUpdated",
    "disconnected",
    "error",
    "ready",
    "reservationCreated",
    "reservationFailed",
    "tokenExpired",
    "tokenUpdated",
  ],
  channel: ["availabilityUpdated", "capacityUpdated"],
  reservation: ["accepted", "canceled", "completed", "rejected", "rescinded", "timeout", "wrapup"],
  task: ["canceled", "completed", "transferInitiated", "updated", "wrapup"],
  transfer: ["attemptFailed", "canceled", "completed", "failed"],
};

// What the SDK keeps for itself begins with an underscore.
function shown(key, value) {
  if (key.startsWith("_")) return undefined;
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Error) return { name: value.name, message: value.message };
  return value;
}

function say(document) {
  process.stdout.write(`${JSON.stringify(document, shown)}\n`);
}

const watched = new WeakSet();

function watch(noun, emitter) {
  if (watched.has(emitter)) return;
  watched.add(emitter);
  for (const event of EVENTS[noun]) {
    emitter.on(event, (about) => {
      follow(event, about);
      say({
        event: noun === "worker" ? event : `${noun}.${event}`,
        about: event === "ready" ? contents(about) : about,
      });
    });
  }
}

// What an application has read when it is ready.
function contents(worker) {
  const { activities, channels, reservations } = worker;
  return { ...worker, activities, channels, reservations };
}

// Each event may bring something new to watch.
function follow(event, about) {
  if (event === "ready") {
    about.channels.forEach((channel) => watch("channel", channel));
    about.reservations.forEach(watchReservation);
  }
  if (event === "reservationCreated") watchReservation(about);
  if (event === "transferInitiated") watch("transfer", about);
}

function watchReservation(reservation) {
  watch("reservation", reservation);
  watch("task", reservation.task);
  if (reservation.task.transfers.outgoing) watch("transfer", reservation.task.transfers.outgoing);
}

// Pages of reservations behind the first may come when the SDK has long said that it is ready.
function find(path) {
  if (path[0] === "reservations" && subject.reservations.has(path[1])) {
    watchReservation(subject.reservations.get(path[1]));
  }
  return path.reduce((at, key) => (at instanceof Map ? at.get(key) : at[key]), subject);
}

// A method may also throw before there is a promise.
async function obey({ number, of, do: method, with: given }) {
  try {
    const found = find(of);
    say({ answer: number, value: method ? await found[method](...given) : found });
  } catch (error) {
    say({ refusal: number, name: error.name, message: error.message });
  }
}

const subject = new TaskRouter[kind](token, options);
if (kind !== "Workspace") watch("worker", subject);
readline
  .createInterface({ input: process.stdin })
  .on("line", (line) => obey(JSON.parse(line)))
  .on("close", () => process.exit(0));
