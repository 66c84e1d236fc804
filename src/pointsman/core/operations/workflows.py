"""Workflows: the rules, their editions, and what a new edition does to waiting tasks."""

import itertools

import msgspec
from msgspec import UNSET

from pointsman.core import commands, errors, journal, lint, routing, showing, views, workflow
from pointsman.core.operations import checks
from pointsman.core.records import Configuration, Reevaluation, Workflow
from pointsman.core.state import State


def create(state: State, command: commands.CreateWorkflow) -> views.WorkflowView:
    checks.check_name(state, Workflow, command.friendly_name)
    check_document(state, command.configuration)
    configuration = state.create(Configuration, workflow_sid="", text=command.configuration)
    created = state.create(
        Workflow,
        friendly_name=command.friendly_name,
        configuration_sid=configuration.sid,
        assignment_callback_url=command.assignment_callback_url or None,
        fallback_assignment_callback_url=command.fallback_assignment_callback_url or None,
        task_reservation_timeout_s=command.task_reservation_timeout,
    )
    state.change(configuration, workflow_sid=created.sid)
    journal.workflow(state, "workflow.created", created)
    return showing.of_workflow(state, created, _warnings(state, command))


def update(state: State, command: commands.UpdateWorkflow) -> views.WorkflowView:
    present = checks.check_found(state.workflows.get(command.sid))
    changes: dict[str, object] = {}
    if command.friendly_name is not UNSET:
        checks.check_name(state, Workflow, command.friendly_name, present)
        changes["friendly_name"] = command.friendly_name
    if command.assignment_callback_url is not UNSET:
        changes["assignment_callback_url"] = command.assignment_callback_url or None
    if command.fallback_assignment_callback_url is not UNSET:
        fallback = command.fallback_assignment_callback_url
        changes["fallback_assignment_callback_url"] = fallback or None
    if command.task_reservation_timeout is not UNSET:
        changes["task_reservation_timeout_s"] = command.task_reservation_timeout
    text = state.configurations[present.configuration_sid].text
    if command.configuration is not UNSET and command.configuration != text:
        check_document(state, command.configuration)
        edition = state.create(Configuration, workflow_sid=present.sid, text=command.configuration)
        changes["configuration_sid"] = edition.sid
    changed = state.change(present, **changes)
    if changed is not present or command.re_evaluate_tasks:
        journal.workflow(state, "workflow.updated", changed)
    if command.re_evaluate_tasks:
        whole = Reevaluation(changed.configuration_sid, after=0, until=state.position)
        state.put(msgspec.structs.replace(changed, reevaluation=whole))
        go_on_reevaluating(state, changed.sid)
    _forget_unused_editions(state)
    return showing.of_workflow(state, state.workflows[changed.sid], _warnings(state, command))


def delete(state: State, command: commands.DeleteWorkflow) -> None:
    present = checks.check_found(state.workflows.get(command.sid))
    if next(state.open_tasks_of(present.sid), None) is not None:
        raise errors.cannot_delete(
            "Workflow",
            present.sid,
            state.workspace_sid,
            state.workspace.account_sid,
            "it controls open tasks.",
        )
    journal.workflow(state, "workflow.deleted", present)
    state.remove(present)
    _forget_unused_editions(state)


def go_on_reevaluating(state: State, sid: str) -> None:
    """Send the next tasks of a workflow through the edition they are to walk from the top.

    There may be a million of them, and the others must not wait for that.
    """
    present = state.workflows[sid]
    rest = present.reevaluation
    assert rest is not None
    reached = rest.until
    count = state.rules.reevaluations_per_step
    for task in list(itertools.islice(state.open_tasks_of(sid, rest.after), count)):
        if task.position > rest.until:
            break
        # A task that was placed in a queue directly walks no edition.
        if routing.edition_of(state, task) is not None:
            routing.reevaluate(state, task, rest.configuration_sid)
        count -= 1
        reached = task.position if count == 0 else rest.until
    left = None if reached >= rest.until else msgspec.structs.replace(rest, after=reached)
    state.put(msgspec.structs.replace(state.workflows[sid], reevaluation=left))
    _forget_unused_editions(state)


def editions_in_use(state: State) -> set[str]:
    """The present editions, and the older ones that open tasks still walk, or may again."""
    present = {owner.configuration_sid for owner in state.workflows.values()}
    return {
        sid
        for sid in state.configurations
        if sid in present or sid in state.open_tasks or sid in state.open_transfers
    }


def _forget_unused_editions(state: State) -> None:
    used = editions_in_use(state)
    for edition in list(state.configurations.values()):
        if edition.sid not in used:
            state.remove(edition)


def check_document(state: State, text: str) -> None:
    """Refuse a document that is too large, does not parse, or names a queue that is not there."""
    if len(text.encode()) > workflow.SIZE_LIMIT:
        raise errors.invalid("Configuration", f"must be at most {workflow.SIZE_LIMIT} bytes")
    for sid in sorted(workflow.parse(text).queue_sids):
        if sid not in state.task_queues:
            raise errors.unknown_reference("Configuration", sid)


def _warnings(
    state: State, command: commands.CreateWorkflow | commands.UpdateWorkflow
) -> tuple[lint.Finding, ...]:
    """What in the document that was sent cannot work."""
    if command.configuration is UNSET:
        return ()
    return lint.lint_configuration(command.configuration, lint.facts_of(state))
