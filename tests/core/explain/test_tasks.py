"""Why a task is where it is: the filters, the step, what is next, and every worker's reason."""

import pytest

from pointsman.core import errors, questions
from pointsman.core.explain import counting

OFFICE = """
workspace multi=true
worker Alice Available {"languages": ["en", "es"], "level": 5}
worker Bob Available {"languages": ["en"], "level": 9}
worker Carol Offline {"languages": ["es"], "level": 3}
worker Dora Available {"languages": ["es"], "level": 1}
queue Spanish: languages HAS "es"
queue Everybody
workflow Main answer=30
  {"task_routing": {"filters": [
    {"filter_friendly_name": "en", "expression": "language == 'en'",
     "targets": [{"queue": "Everybody"}]},
    {"filter_friendly_name": "es", "expression": "language == 'es'", "targets": [
      {"queue": "Spanish", "expression": "worker.level >= 3", "timeout": 60},
      {"queue": "Everybody", "priority": 9, "timeout": 40, "skip_if": "workers.available == 0"}]}],
   "default_filter": {"queue": "Everybody"}}}
task {"language": "es"} channel=voice
task {"language": "es"} channel=voice priority=5
task {"language": "es"} channel=voice
"""


def test_a_waiting_task(asked) -> None:
    """It says which filters were tried, and for each worker the first thing against her."""
    world = asked(OFFICE)
    answer = world.explain("T2")
    assert ["false", "true", "not tried"] == [tried.result for tried in answer.filters]
    [part] = answer.filters[0].because
    assert ('language == "en"', {"language": "es"}) == (part.expression, part.values)
    assert ("filters[1].targets[0]", "Spanish", 60) == (
        answer.step.where,
        answer.step.task_queue.friendly_name,
        answer.step.timeout_s,
    )
    assert {
        "Alice": "no capacity",
        "Bob": "not in the queue",
        "Carol": "activity is unavailable",
        "Dora": "target expression is false",
    } == world.reasons("T2")
    details = {verdict.worker.friendly_name: verdict for verdict in answer.workers}
    t1 = world.world.names.get("T1")
    assert f"1/1 voice: {t1} (pending)" == details["Alice"].detail
    assert "the worker is Offline" == details["Carol"].detail
    assert [{"languages": ["en"]}] == [part.values for part in details["Bob"].because]
    assert [{"worker.level": 1}] == [part.values for part in details["Dora"].because]
    assert (1, 2) == (answer.position, answer.waiting_in_queue)
    assert 2 == world.explain("T3").position
    assert {"better task first"} == {world.reasons("T3")["Alice"]}


def test_what_comes_next(asked) -> None:
    """Time-outs are announced with their moment and with where they lead."""
    world = asked(OFFICE)
    said = [(event.in_s, event.what) for event in world.explain("T2").next]
    assert [
        (
            60,
            "filters[1].targets[0] times out: the task goes to filters[1].targets[1] in Everybody",
        ),
        (86_400, "the task is canceled: Task TTL Exceeded"),
    ] == said
    reserved = world.explain("T1")
    assert "the reservation of Alice times out, and the worker goes to Offline" in [
        event.what for event in reserved.next if event.in_s == 30
    ]
    assert "It is being offered to Alice." == reserved.summary
    world.go_on("activity Bob Offline\nactivity Dora Offline\naccept R1\nadvance 61s")
    answer = world.explain("T2")
    assert ("filters[1].targets[1]", 9, False) == (
        answer.step.where,
        answer.step.priority,
        answer.step.skip_if_holds,
    )
    assert (
        39,
        "filters[1].targets[1] times out: the task is canceled, Task canceled on Workflow timeout",
    ) == (answer.next[0].in_s, answer.next[0].what)


def test_an_offer_on_hold_does_not_lapse(asked) -> None:
    """While telephony is at work nothing is said of a time-out, of the task or the reservation."""
    world = asked(OFFICE + '\nupdate Alice {"contact_uri": "client:alice"}')
    world.go_on("instruct R1 call call_from=+1 call_url=http://app.test/ call_accept=true")
    task, reservation = world.explain("T1"), world.explain("R1")
    assert (
        "It is being offered to Alice. Telephony is carrying out call for Alice:"
        " the reservation does not time out before it has." == task.summary
    )
    assert reservation.summary.endswith("the reservation does not time out before it has.")
    assert [] == reservation.next
    assert [] == [event.what for event in task.next if event.what.startswith("the reservation of")]


def test_a_rejection_cools_down(asked) -> None:
    """The end of a cool-down is told; after it nothing is against her."""
    world = asked(
        "workspace multi=true\nworker Alice Available\nqueue Q\n"
        'workflow W\n  {"task_routing": {"default_filter": {"queue": "Q"}}}\ntask\nreject R1'
    )
    [verdict] = world.explain("T1").workers
    assert "cooling down" == verdict.reason
    assert verdict.until == world.explain("T1").date.replace(second=1)
    assert ["true"] == [tried.result for tried in world.explain("T1").filters]
    first = world.explain("T1").next[0]
    assert (1, "the task may be offered to Alice again") == (first.in_s, first.what)


@pytest.mark.parametrize(
    ("directives", "reason", "says"),
    [
        ("availability Alice voice false", "channel is off", "the channel voice of the worker"),
        ("capacity Alice voice 0", "no capacity", "0/0 voice"),
        ("queue Q target_workers=", "not in the queue", "its expression is empty"),
    ],
)
def test_other_reasons(asked, directives: str, reason: str, says: str) -> None:
    """What the worker's channel and an empty queue do."""
    world = asked(
        "workspace multi=true\nworker Alice Offline\nqueue Q\n"
        'workflow W\n  {"task_routing": {"default_filter": {"queue": "Q"}}}\n'
        f"{directives}\nactivity Alice Available\ntask channel=voice"
    )
    [verdict] = world.explain("T1").workers
    assert reason == verdict.reason
    assert says in verdict.detail


def test_one_thing_at_a_time(asked) -> None:
    """In a single-tasking workspace any reservation fills a worker."""
    world = asked(
        "workspace multi=false\nworker Alice Idle\nqueue Q reserved=Idle\n"
        'workflow W\n  {"task_routing": {"default_filter": {"queue": "Q"}}}\n'
        "task channel=voice\naccept R1\nactivity Alice Idle\ntask channel=chat"
    )
    [verdict] = world.explain("T2").workers
    t1 = world.world.names.get("T1")
    assert f"one thing at a time: {t1} (accepted)" == verdict.detail


def test_known_and_wanted_workers(asked) -> None:
    """A task for one worker says so of the others."""
    world = asked(
        "workspace multi=true\nworker Alice Offline\nworker Bob Available\nqueue Q\n"
        'workflow W\n  {"task_routing": {"default_filter":'
        ' {"queue": "Q", "known_worker_friendly_name": "task.agent"}}}\n'
        'task {"agent": "Alice"}\ntask\ntask target=Alice ignore_capacity=false'
    )
    assert {"Alice": "activity is unavailable", "Bob": "not the known worker"} == world.reasons(
        "T1"
    )
    details = [verdict.detail for verdict in world.explain("T2").workers]
    assert ["the task has no known_worker_friendly_name"] * 2 == details
    assert {"Alice": "activity is unavailable", "Bob": "not the routing target"} == world.reasons(
        "T3"
    )
    assert "queue" == world.explain("T3").step.where
    assert [] == world.explain("T3").filters


def test_a_round_and_an_assignment(asked) -> None:
    """Those who could be reserved too are told of the round, and then of who has it."""
    world = asked(
        "workspace multi=true\nworker Alice Available\nworker Bob Available\n"
        "worker Carol Available\nqueue Q max=2\n"
        'workflow W\n  {"task_routing": {"default_filter": {"queue": "Q"}}}\ntask'
    )
    reasons = {"Alice": "reserved", "Bob": "reserved", "Carol": "round is open"}
    assert reasons == world.reasons("T1")
    world.go_on("accept R2")
    assert {"Alice": "task is taken", "Bob": "reserved", "Carol": "task is taken"} == world.reasons(
        "T1"
    )
    assert "It is assigned to Bob." == world.explain("T1").summary
    world.go_on("wrap T1")
    assert "Bob is wrapping it up." == world.explain("T1").summary
    world.go_on("complete T1")
    answer = world.explain("T1")
    assert ([], [], None, None) == (answer.workers, answer.reasons, answer.step, answer.position)
    assert ["the task is forgotten"] == [event.what for event in answer.next]


def test_a_changed_task_walks_anew(asked) -> None:
    """What a reserved task's new attributes will do is told."""
    world = asked(OFFICE)
    assert "It is being offered to Alice." == world.explain("T1").summary
    world.go_on('update T1 {"language": "en"}')
    assert (
        "It is being offered to Alice. If nobody accepts, its workflow is walked from the top."
        == world.explain("T1").summary
    )


def test_an_older_edition(asked) -> None:
    """A task that walks a configuration its workflow no longer has says so."""
    world = asked(OFFICE)
    assert not world.explain("T2").older_edition
    new = '{"task_routing": {"default_filter": {"queue": "Everybody"}}}'
    world.go_on(f"workflow Main\n  {new}")
    answer = world.explain("T2")
    assert answer.older_edition
    assert answer.summary.endswith("an older edition of its workflow, the one it entered with.")
    assert 3 == len(answer.filters)
    world.go_on(f"workflow Main reevaluate=true\n  {new}")
    assert not world.explain("T2").older_edition


def test_many_workers_are_counted(asked) -> None:
    """Above a hundred workers there are counts, with three examples of each reason."""
    staff = "\n".join(f"worker W{n} Offline" for n in range(counting.ALL_SHOWN))
    world = asked(
        f"workspace multi=true\n{staff}\nqueue Q\n"
        'workflow W\n  {"task_routing": {"default_filter": {"queue": "Q"}}}\ntask'
    )
    assert counting.ALL_SHOWN == len(world.explain("T1").workers)
    world.go_on("worker Extra Offline")
    answer = world.explain("T1")
    assert answer.workers is None
    [count] = answer.reasons
    assert ("activity is unavailable", 101) == (count.reason, count.count)
    assert ["W0", "W1", "W2"] == [e.worker.friendly_name for e in count.examples]
    assert "It waits in Q, 1 of 1. Workers: 101 activity is unavailable." == answer.summary


def test_what_does_not_exist(asked) -> None:
    """A question about nothing is refused as a command would be."""
    world = asked("workspace")
    for kind in (questions.ExplainTask, questions.ExplainWorker, questions.ExplainReservation):
        with pytest.raises(errors.NotFound):
            world.ask(kind(sid="WT0"))


def test_the_limit_of_a_task_handed_on(asked) -> None:
    """Once accepted, a task keeps the limit of assigned ones, also while a transfer waits."""
    world = asked(
        """
workspace multi=true
worker Alice Available
worker Bob Available
queue Everybody: friendly_name == "Alice"
workflow Main answer=20
  {"task_routing": {"default_filter": {"queue": "Everybody"}}}
task
accept R1
transfer T1 to=Bob mode=COLD
"""
    )
    said = [event.what for event in world.explain("T1").next]
    assert "the task is deleted by the system: it was assigned too long" == said[-1]
    assert not any("canceled" in what for what in said)
