"""The tutorial's web application: it makes tasks, hears of reservations and accepts them.

    /create_task                 makes a task; ?selected_language=en for another language
    /assignment_callback         Pointsman calls it when it has reserved a worker for a task
    /accept_reservation          accepts what was reserved; ?task_sid=…&reservation_sid=…

With ANSWER=accept in the environment the callback itself accepts, and nobody has to afterwards.
"""

import json
import logging
import sys
from contextlib import suppress

from connection import connect, setting
from flask import Flask, Response, abort, jsonify, request, url_for
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

ANSWER = setting("ANSWER", "defer")
WORKFLOW_SID = setting("WORKFLOW_SID")

workspace = connect().taskrouter.v1.workspaces(setting("WORKSPACE_SID"))
validator = RequestValidator(setting("POINTSMAN_AUTH_TOKEN"))
log = logging.getLogger("quickstart")
app = Flask(__name__)


@app.route("/create_task", methods=["GET", "POST"])
def create_task() -> Response:
    attributes = json.dumps({"selected_language": request.args.get("selected_language", "es")})
    task = workspace.tasks.create(workflow_sid=WORKFLOW_SID, attributes=attributes)
    return plain_text(
        f"Task {task.sid} {attributes} is {task.assignment_status} "
        f"in the queue {task.task_queue_friendly_name}"
    )


@app.post("/assignment_callback")
def assignment_callback() -> Response:
    """What is answered here is what happens to the reservation; `{}` leaves it waiting."""
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(request.url, request.form, signature):
        log.warning("a callback that Pointsman did not sign was refused")
        abort(403)

    task_sid, reservation_sid = request.form["TaskSid"], request.form["ReservationSid"]
    if ANSWER == "accept":
        answer, outlook = {"instruction": "accept"}, "accepted with this answer"
    else:
        accept_url = url_for(
            "accept_reservation",
            task_sid=task_sid,
            reservation_sid=reservation_sid,
            _external=True,
        )
        answer, outlook = {}, f"accept it with {accept_url}"
    log.info("callback: TaskSid=%s ReservationSid=%s\n%s", task_sid, reservation_sid, outlook)
    return jsonify(answer)


@app.route("/accept_reservation", methods=["GET", "POST"])
def accept_reservation() -> Response:
    task = workspace.tasks(request.args["task_sid"])
    reservation = task.reservations(request.args["reservation_sid"]).update(
        reservation_status="accepted"
    )
    return plain_text(f"Reservation {reservation.reservation_status} by {reservation.worker_name}")


@app.errorhandler(TwilioRestException)
def show_refusal(refusal: TwilioRestException) -> tuple[Response, int]:
    return plain_text(f"Pointsman refused: {refusal.msg} (code {refusal.code})"), refusal.status


def plain_text(text: str) -> Response:
    return Response(text + "\n", mimetype="text/plain")


def serve(port: int) -> None:
    logging.basicConfig(format="%(message)s", stream=sys.stdout)
    log.setLevel(logging.INFO)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # not a line for every request
    server = make_server("127.0.0.1", port, app, threaded=True)
    log.info("the application listens on http://127.0.0.1:%d", port)
    server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        serve(int(setting("APP_PORT", "5001")))
