// Where a task came from, and what became of handing it on.

import type { IncomingTransfer, OutgoingTransfer } from "twilio-taskrouter";

import type { Desk } from "./desk";

interface IncomingProps {
  desk: Desk;
  transfer: IncomingTransfer;
}

export function IncomingMark({ desk, transfer }: IncomingProps) {
  return (
    <p className="mark">
      {desk.directory.nameOf(transfer.workerSid)} hands this on to you ({transfer.mode.toLowerCase()})
    </p>
  );
}

interface OutgoingProps {
  desk: Desk;
  transfer: OutgoingTransfer;
  onCancel: () => void;
}

export function OutgoingState({ desk, transfer, onCancel }: OutgoingProps) {
  const name = desk.directory.nameOf(transfer.to);
  const state = desk.stateOf(transfer);
  const words = {
    initiated: `Waiting for ${name} to take it`,
    complete: `${name} took it`,
    failed: `${name} did not take it`,
    canceled: `You no longer hand it on to ${name}`,
  };
  return (
    <p className="mark">
      <span>{words[state]}</span>
      {state === "initiated" && (
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      )}
    </p>
  );
}
