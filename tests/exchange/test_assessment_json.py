"""The assessment for programs: it keeps its own schema, and its reader refuses what is not one."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.assessment import Analysis
from groundup.evidence.table import row
from groundup.exchange.assessment_json import assessment_json, read_assessment, schema
from groundup.findings.finding import Argument, Weight, conclude
from groundup.quantities import BadInputError, Side
from tests.findings.made import made
from tests.findings.made_leg import repetition, shares
from tests.report import fakes

KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "null": (type(None),),
}


def problems(value: Any, rule: dict[str, Any], place: str = "") -> list[str]:
    """Where a value breaks a schema that uses type, const, required, properties and items."""
    found = []
    kinds = rule.get("type", [])
    allowed = tuple(k for name in ([kinds] if isinstance(kinds, str) else kinds) for k in KINDS[name])
    if allowed and (not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed)):
        return [f"{place}: {value!r} is not {kinds}"]
    if "const" in rule and value != rule["const"]:
        found.append(f"{place}: {value!r}")
    if isinstance(value, dict):
        found += [f"{place}/{name} missing" for name in rule.get("required", []) if name not in value]
        for name, inner in rule.get("properties", {}).items():
            if name in value:
                found += problems(value[name], inner, f"{place}/{name}")
    if isinstance(value, list) and "items" in rule:
        for k, one in enumerate(value):
            found += problems(one, rule["items"], f"{place}/{k}")
    return found


def analysis() -> Analysis:
    """One value, one that is not measurable, and a finding with a reason for it."""
    value = made("knee_flexion_loading_peak", 18.0)
    reason = Argument("a short lunge", 5.0, row("B03.detectable"), True, Weight.DECISIVE)
    found = conclude("limited dorsiflexion", Side.LEFT, [reason], missing=["a lunge"], settled_by="a lunge")
    none = replace(value, side=Side.RIGHT, values=np.zeros(0), reason="no marker on it")
    held = shares(Side.RIGHT, [repetition(heading=0.2)], [repetition()])
    return replace(fakes.analysis(), measures=(value, none), findings=(found,), shares=held)


def text() -> str:
    return assessment_json(analysis(), ["."])


def test_it_keeps_its_schema() -> None:
    assert problems(json.loads(text()), schema()) == []


def test_a_document_of_version_1_is_read_as_one_without_shares(tmp_path: Path) -> None:
    old = json.loads(text()) | {"schema_version": 1}
    del old["shares"]
    (tmp_path / "assessment.json").write_text(json.dumps(old), encoding="utf-8")
    found = read_assessment(tmp_path)
    assert found["schema_version"] == 2
    assert found["shares"] == []
    assert found["measures"] == old["measures"]


def test_shares_sum_up_in_the_document() -> None:
    document = json.loads(text())
    assert len(document["shares"]) == len(analysis().shares) > 0
    for share in document["shares"]:
        groups = share["groups"].values()
        assert sum(g["value"] for g in groups) == pytest.approx(share["deviation"]["value"], abs=1e-6)
        assert share["observed"] - share["usual"] == pytest.approx(share["deviation"]["value"], abs=1e-6)
        assert share["deviation"]["low_90"] is None


@pytest.mark.parametrize("key", ["measures", "shares", "findings", "answer", "quality"])
def test_the_check_sees_what_is_missing(key: str) -> None:
    document = json.loads(text())
    del document[key]
    assert problems(document, schema()) == [f"/{key} missing"]


def test_measures_hold_null_for_no_number_and_tell_their_unit() -> None:
    document = json.loads(text())
    measures = [m.row() for m in analysis().measures]
    assert len(document["measures"]) == len(measures)
    for told, own in zip(document["measures"], measures, strict=True):
        assert told["unit"] == own["unit"]
        assert (told["value"] is None) == bool(own["why_not_measurable"])


def test_a_finding_cites_what_it_rests_on() -> None:
    (finding,) = json.loads(text())["findings"]
    (argument,) = finding["arguments"]
    assert (finding["verdict"], argument["chance"]) == ("present", None)
    assert argument["threshold"]["citation"] == row("B03.detectable").citation


@pytest.mark.parametrize(("part", "key"), [("measures", "unit"), ("findings", "settled_by")])
def test_the_check_looks_into_each_row(part: str, key: str) -> None:
    document = json.loads(text())
    del document[part][0][key]
    assert problems(document, schema()) == [f"/{part}/0/{key} missing"]


def test_it_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "assessment.json").write_text(text(), encoding="utf-8")
    assert read_assessment(tmp_path) == read_assessment(tmp_path / "assessment.json") == json.loads(text())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "a file assessment.json"),
        ("{", "an assessment in JSON"),
        ("[]", "groundup.assessment"),
        ('{"schema": "groundup.assessment", "schema_version": 3}', "schema_version"),
        ('{"schema": "groundup.assessment", "schema_version": 1}', "a key"),
    ],
)
def test_what_is_no_assessment_is_refused(content: str | None, told: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "assessment.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadInputError, match=told):
        read_assessment(tmp_path)
