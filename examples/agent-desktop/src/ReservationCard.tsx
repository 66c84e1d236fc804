// One reservation: what the task is, and what can be done with it now.

import { useRef, useState } from "react";
import type { Reservation } from "twilio-taskrouter";

import { useAction } from "./action";
import { Countdown } from "./Countdown";
import type { Desk } from "./desk";
import { keepFocus } from "./focus";
import { ShortcutButton } from "./shortcuts";
import { TaskFacts } from "./TaskFacts";
import { TransferForm } from "./TransferForm";
import { IncomingMark, OutgoingState } from "./TransferState";

const STATE: Partial<Record<Reservation["status"], string>> = {
  pending: "Offered",
  accepted: "Yours",
  wrapping: "Wrapping up",
};

interface Props {
  desk: Desk;
  reservation: Reservation;
}

export function ReservationCard({ desk, reservation }: Props) {
  const card = useRef<HTMLElement>(null);
  const [isHandingOn, setHandingOn] = useState(false);
  const action = useAction(() => {
    desk.changed();
    keepFocus(card.current);
  });
  const { sid, status, task } = reservation;
  const { incoming, outgoing } = task.transfers;
  const isBeingHandedOn = outgoing !== null && desk.stateOf(outgoing) === "initiated";
  const button = { "aria-disabled": action.isRunning };

  return (
    <article ref={card} tabIndex={-1} className={`card ${status}`} aria-labelledby={sid}>
      <div className="title">
        <h3 id={sid}>{task.queueName}</h3>
        <span className="badge">{STATE[status]}</span>
      </div>
      {incoming && <IncomingMark desk={desk} transfer={incoming} />}
      {status === "pending" && <Countdown desk={desk} reservation={reservation} />}
      <TaskFacts task={task} />
      {status === "pending" && (
        <div className="buttons">
          <ShortcutButton
            shortcut="a"
            className="primary"
            {...button}
            onClick={() => void action.run(() => reservation.accept())}
          >
            Accept
          </ShortcutButton>
          <ShortcutButton
            shortcut="r"
            {...button}
            onClick={() => void action.run(() => reservation.reject())}
          >
            Reject
          </ShortcutButton>
        </div>
      )}
      {outgoing && (
        <OutgoingState
          desk={desk}
          transfer={outgoing}
          onCancel={() => void action.run(() => outgoing.cancel())}
        />
      )}
      {status !== "pending" && (
        <div className="buttons">
          <ShortcutButton
            shortcut="c"
            className="primary"
            {...button}
            onClick={() => void action.run(() => reservation.complete())}
          >
            Complete
          </ShortcutButton>
          {status === "accepted" && (
            <>
              <ShortcutButton
                shortcut="w"
                {...button}
                onClick={() => void action.run(() => reservation.wrap())}
              >
                Wrap up
              </ShortcutButton>
              {!isBeingHandedOn && (
                <ShortcutButton
                  shortcut="t"
                  {...button}
                  aria-expanded={isHandingOn}
                  onClick={() => setHandingOn(!isHandingOn)}
                >
                  Transfer
                </ShortcutButton>
              )}
            </>
          )}
        </div>
      )}
      {isHandingOn && status === "accepted" && !isBeingHandedOn && (
        <TransferForm
          desk={desk}
          onTransfer={async (to, mode) => {
            if (await action.run(() => desk.transfer(task, to, mode))) setHandingOn(false);
          }}
          onClose={() => {
            setHandingOn(false);
            keepFocus(card.current);
          }}
        />
      )}
      {action.error !== "" && (
        <p role="alert" className="error">
          {action.error}
        </p>
      )}
    </article>
  );
}
