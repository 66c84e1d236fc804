// Every type an event can have, to choose from: TaskRouter's names, by the noun they begin with.

export const EVENT_TYPES: readonly { group: string; items: string[] }[] = [
  typesOf("Tasks", "task", [
    "created updated canceled wrapup completed deleted system-deleted",
    "transfer-initiated transfer-attempt-failed transfer-failed transfer-canceled",
    "transfer-completed",
  ]),
  typesOf("Reservations", "reservation", [
    "created accepted rejected timeout canceled rescinded completed wrapup failed",
  ]),
  typesOf("Workers", "worker", [
    "created activity.update attributes.update capacity.update channel.availability.update deleted",
  ]),
  typesOf("Task queues", "task-queue", [
    "created deleted entered timeout moved expression.updated",
  ]),
  typesOf("Workflows", "workflow", [
    "created updated deleted target-matched entered timeout skipped",
  ]),
  typesOf("Activities", "activity", ["created updated deleted"]),
  typesOf("Channels", "task-channel", ["created updated deleted"]),
  typesOf("The workspace", "workspace", ["created updated deleted"]),
];

function typesOf(group: string, noun: string, verbs: readonly string[]) {
  const items = verbs.flatMap((line) => line.split(" ")).map((verb) => `${noun}.${verb}`);
  return { group, items };
}
