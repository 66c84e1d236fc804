"""Journals: what was lived can be written down, read again and lived again."""

from pathlib import Path

import msgspec
import pytest
from simulation import journal as journals
from simulation import replay
from simulation.journal import Names
from simulation.run import Run
from simulation.trial import Trial

from pointsman.core import commands
from pointsman.core.records import Attributes, Worker


@pytest.mark.parametrize("seed", range(4_000, 4_006))
def test_replays_come_to_the_same(seed: int, tmp_path: Path) -> None:
    """A journal that was written and read again tells and stores the bytes of its run."""
    run = Run(seed)
    digest = run.play()
    journals.write(tmp_path / "journal.jsonl", run.journal)
    journal = journals.read(tmp_path / "journal.jsonl")
    trial = Trial(journal.header)

    trial.live_through(journal)

    assert run.journal == journal
    assert digest == trial.digest()


def test_names_outlive_other_sids() -> None:
    """A line names what another created, whatever SID that has in this run."""
    names, others = Names(), Names()
    names.learn(3, [_worker("WK" + "a" * 32, 7), _worker("WK" + "b" * 32, 8)])
    others.learn(3, [_worker("WK" + "c" * 32, 5), _worker("WK" + "d" * 32, 6)])
    attributes = Attributes.parse('{"agent":"WK' + "b" * 32 + '"}')

    given = names.describe(commands.UpdateTask(sid="WT" + "0" * 32, attributes=attributes))
    line = journals.Line(line=9, at=0, seed="00", command="UpdateTask", given=given)

    assert {"sid": "WT" + "0" * 32, "attributes": '{"agent":"WK-3.2"}'} == given
    command = others.command_of(line)
    assert isinstance(command, commands.UpdateTask)
    assert Attributes.parse('{"agent":"WK' + "d" * 32 + '"}') == command.attributes


def test_names_of_missing_lines_name_nothing() -> None:
    """What a left-out line would have created is a SID that nothing has."""
    line = journals.Line(line=9, at=0, seed="00", command="DeleteTask", given={"sid": "WT-4"})
    assert commands.DeleteTask(sid="WT" + "0" * 32) == Names().command_of(line)


def test_lines_obey_the_edge() -> None:
    """A line cannot ask what the edge would not let through."""
    given = {"friendly_name": "", "available": True}
    line = journals.Line(line=1, at=0, seed="00", command="CreateActivity", given=given)
    with pytest.raises(msgspec.ValidationError):
        Names().command_of(line)


def test_stories_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A seed and its journal tell the same story, to the outcome."""
    run = Run(4_711)
    run.live()
    journals.write(tmp_path / "journal.jsonl", run.journal)

    assert 0 == replay.main("4711")
    of_seed = capsys.readouterr().out
    assert 0 == replay.main(str(tmp_path / "journal.jsonl"))

    assert of_seed == capsys.readouterr().out
    assert of_seed.startswith("1. ")
    assert of_seed.endswith("every check held\n")


def _worker(sid: str, position: int) -> Worker:
    return Worker(
        sid=sid,
        workspace_sid="WS",
        position=position,
        date_created=0,
        date_updated=0,
        friendly_name=sid,
        activity_sid="WA",
        attributes=Attributes("{}", {}),
        date_status_changed=0,
    )
