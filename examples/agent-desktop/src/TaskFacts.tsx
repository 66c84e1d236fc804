// What a task is about: the router's facts, and the attributes that its maker gave it.

import type { Task } from "twilio-taskrouter";

import { useNow } from "./now";
import { duration, lines } from "./words";

const MOST_LINES = 30;

export function TaskFacts({ task }: { task: Task }) {
  const now = useNow();
  const attributes = lines(task.attributes);
  return (
    <>
      <dl className="facts">
        <Fact name="Channel" value={task.taskChannelUniqueName} />
        <Fact name="Priority" value={String(task.priority)} />
        <Fact name="Age" value={duration((now - Number(task.dateCreated)) / 1000)} />
        <Fact name="Workflow" value={task.workflowName} />
      </dl>
      {attributes.length > 0 && (
        <dl className="attributes">
          {attributes.slice(0, MOST_LINES).map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
        </dl>
      )}
      {attributes.length > MOST_LINES && (
        <p className="hint">and {attributes.length - MOST_LINES} more</p>
      )}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
