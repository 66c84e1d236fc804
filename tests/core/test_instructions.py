"""Answers to assignment callbacks: which are instructions, which are not, and which are wrong."""

import pytest

from pointsman.core.instructions import Accept, Instruction, Refused, Reject, Wait, parse_answer

JSON = "application/json"


def parse(body: str, content_type: str = JSON, status: int = 200) -> Instruction:
    return parse_answer(status, content_type, body.encode())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"instruction": "accept"}', Accept()),
        ('{"instruction": "ACCEPT", "other": 1}', Accept()),
        ('{"instruction": "reject"}', Reject()),
        ('{"instruction": "Reject", "activity_sid": "WA1"}', Reject("WA1")),
        ('{"instruction": "reject", "activity_sid": ""}', Reject()),
        ('{"instruction": "reject", "activity_sid": null}', Reject()),
    ],
)
def test_instructions(body: str, expected: Instruction) -> None:
    """An object with an instruction is followed, in any case of letters."""
    assert expected == parse(body)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("", JSON, 200),
        ("", "", 200),
        (" \r\n", "text/html", 200),
        ("{}", JSON, 200),
        ('{"instruction": "accept"}', JSON, 204),
    ],
)
def test_no_instruction(body: str, content_type: str, status: int) -> None:
    """An answer without content, or an empty object, leaves the offer to the worker."""
    assert Wait() == parse(body, content_type, status)


@pytest.mark.parametrize(
    "content_type", [JSON, "application/json; charset=utf-8", "Application/JSON"]
)
def test_content_type(content_type: str) -> None:
    """JSON is JSON with parameters and in any case of letters."""
    assert Accept() == parse('{"instruction": "accept"}', content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        ('{"instruction": "accept"}', "text/plain", 40000),
        ('{"instruction": "accept"}', "", 40000),
        ("accept", JSON, 40001),
        ("{'instruction': 'accept'}", JSON, 40001),
        ('"{\\"instruction\\": \\"accept\\"}"', JSON, 40001),
        ('[{"instruction": "accept"}]', JSON, 40001),
        ("[]", JSON, 40001),
        ("null", JSON, 40001),
        ("[" * 100_000, JSON, 40001),
        ("\ufeff{}", JSON, 40001),
        ('{"status": "ok"}', JSON, 40005),
        ('{"instruction": "reject", "activity_sid": 5}', JSON, 40100),
        ('{"instruction": "dance"}', JSON, 55555),
        ('{"instruction": ""}', JSON, 55555),
        ('{"instruction": null}', JSON, 55555),
        ('{"instruction": ["accept"]}', JSON, 55555),
    ],
)
def test_what_cannot_be_followed(body: str, content_type: str, code: int) -> None:
    """Each kind of wrong answer has the code that Twilio's debugger shows."""
    answer = parse(body, content_type)
    assert isinstance(answer, Refused)
    assert code == answer.code


def test_bytes_that_are_no_text() -> None:
    """What is not UTF-8 is not JSON."""
    answer = parse_answer(200, JSON, b'{"instruction": "\xff"}')
    assert isinstance(answer, Refused)
    assert 40001 == answer.code


def test_long_names_are_cut() -> None:
    """Nobody fills our log with an instruction."""
    answer = parse('{"instruction": "' + "x" * 10_000 + '"}')
    assert isinstance(answer, Refused)
    assert len(answer.message) < 100
