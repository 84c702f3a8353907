"""A few hundred mutants of every format; ``make fuzz`` tries thousands."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="address space can be limited on Posix only")

from fuzz.campaign import Campaign
from fuzz.mutant import Mutant
from fuzz.mutation import Change, Expect
from fuzz.seeds import FORMATS, Seed, seeds

SEED = 20


@pytest.fixture(scope="module")
def campaign() -> Iterator[Campaign]:
    with Campaign(SEED, analyses=0.0) as running:
        yield running


def test_mutants_end_in_a_result_or_in_one_sentence(campaign: Campaign) -> None:
    result = campaign.run(range(200))
    assert [f"{made}\n{wrong}" for made, wrong in result.findings] == []
    assert result.counts["check accepted"] > 20
    assert result.counts["check refused"] > 20


def test_mutants_leave_a_whole_result_or_none() -> None:
    with Campaign(SEED, analyses=1.0) as campaign:
        result = campaign.run(range(4))
    assert [f"{made}\n{wrong}" for made, wrong in result.findings] == []


def test_a_mutant_is_always_the_same(campaign: Campaign) -> None:
    assert [str(campaign.mutant(k)) for k in range(20)] == [str(campaign.mutant(k)) for k in range(20)]
    assert campaign.mutant(3).change.data == campaign.mutant(3).change.data


def test_without_shared_recordings_there_is_something_to_mutate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fuzz.seeds.DATA", tmp_path / "absent")
    made = tmp_path / "made"
    made.mkdir()
    assert {seed.path.suffix for seed in seeds(made)} >= set(FORMATS) - {".sto"}


def _mutant(command: str, expect: Expect, path: Path) -> Mutant:
    return Mutant(0, command, Seed("a", path), "made", Change(b"x", "for this test", expect))


@pytest.mark.parametrize(
    ("command", "expect", "answer", "left", "said"),
    [
        ("check", Expect.HONEST, {"kind": "exception", "error": "KeyError: 1"}, [], "KeyError"),
        ("check", Expect.HONEST, {"kind": "hang", "error": "no answer"}, [], "hang"),
        ("check", Expect.REFUSED, {"kind": "accepted", "notes": [], "output": ""}, [], "in silence"),
        ("check", Expect.HONEST, {"kind": "accepted", "notes": [], "output": "warning"}, [], "printed"),
        (
            "check",
            Expect.HONEST,
            {"kind": "refused", "sentence": "a\nb.", "output": ""},
            [],
            "not one sentence",
        ),
        ("analyze", Expect.HONEST, {"kind": "refused", "sentence": "a.", "output": ""}, ["b"], "left behind"),
        ("analyze", Expect.HONEST, {"kind": "accepted", "notes": [], "output": ""}, [], "output is"),
        ("check", Expect.HONEST, {"kind": "refused", "sentence": "No.", "output": ""}, [], ""),
    ],
)
def test_what_counts_as_a_finding(
    campaign: Campaign,
    tmp_path: Path,
    command: str,
    expect: Expect,
    answer: dict[str, object],
    left: list[str],
    said: str,
) -> None:
    wrong = campaign._wrong(_mutant(command, expect, tmp_path), answer, left, tmp_path / "result")
    assert said in wrong
    assert bool(wrong) == bool(said)


@pytest.mark.skipif(os.name == "nt", reason="Posix limits")
def test_a_dying_worker_is_a_finding_and_the_next_one_works(campaign: Campaign, tmp_path: Path) -> None:
    assert campaign._process.ask({"files": None})["kind"] == "crash"
    absent = {"command": "check", "files": [str(tmp_path / "absent.trc")], "out": str(tmp_path)}
    assert campaign._process.ask(absent)["kind"] == "refused"
