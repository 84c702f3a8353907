"""Model files that cannot be used: one sentence each, naming the element."""

from pathlib import Path

import pytest

from groundup.exchange.osim import document
from groundup.exchange.osim.document import read_document
from groundup.exchange.osim.read import read_osim
from groundup.quantities import BadInputError
from tests.exchange.osim_snippets import (
    LINE,
    coordinate,
    coupler,
    joint4,
    model3,
    model4,
    save,
    transform,
)

PIN = joint4("PinJoint", coordinate("q"))
BALL = joint4("BallJoint", "".join(coordinate(f"q{k}") for k in range(3)))


def slide(function: str) -> str:
    return model4(joint4("CustomJoint", coordinate("q"), transform(translation1=("1 0 0", "q", function))))


def points(x: str, y: str, tag: str = "SimmSpline", extra: str = "") -> str:
    return slide(f"<{tag}>{extra}<x>{x}</x><y>{y}</y></{tag}>")


def constraint(tag: str) -> str:
    return f'<ConstraintSet><objects><{tag} name="k"/></objects></ConstraintSet>'


TWO = joint4("PinJoint", coordinate("q"), child="/bodyset/a")
LOOP = TWO + joint4("WeldJoint", name="w", parent="/bodyset/a", child="/bodyset/b")
CASES = {
    "no XML": ("not XML at all", "well-formed XML"),
    "cut off": (model4(PIN)[:-40], "well-formed XML"),
    "empty": ("", "well-formed XML"),
    "another root": ("<html/>", "an OpenSimDocument, found html"),
    "a root without version": ("<OpenSimDocument/>", "a Version number"),
    "an old version": ('<OpenSimDocument Version="10800"/>', "OpenSim 2.0 or later"),
    "a setup, no model": (
        '<OpenSimDocument Version="40000"><InverseKinematicsTool/></OpenSimDocument>',
        "a Model, found InverseKinematicsTool",
    ),
    "no bodies": (
        '<OpenSimDocument Version="40000"><Model name="x"/></OpenSimDocument>',
        "bodies, found none",
    ),
    "millimetres": (model4(PIN, extra="<length_units>mm</length_units>"), "lengths in metres, found 'mm'"),
    "a bomb": (
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><OpenSimDocument>&c;</OpenSimDocument>',
        "a document type declaration",
    ),
    "an outside file": (
        '<!DOCTYPE a SYSTEM "file:///etc/hostname"><OpenSimDocument/>',
        "a document type declaration",
    ),
    "nested without end": ("<a>" * 300 + "</a>" * 300, "at most 200 nested elements"),
    "a strange joint": (
        model4(joint4("EllipsoidJoint")),
        "EllipsoidJoint 'j': expected a supported joint, found EllipsoidJoint",
    ),
    "a strange function": (slide("<SignalGenerator/>" + "<Sine/>"), "TransformAxis 'translation1'"),
    "another function": (
        slide('<MultivariatePolynomialFunction name="function"/>'),
        "a supported function, found MultivariatePolynomialFunction",
    ),
    "smoothing": (
        points(
            "0 1 2 3 4 5",
            "0 1 0 1 0 1",
            "GCVSpline",
            "<half_order>3</half_order><error_variance>1</error_variance>",
        ),
        "an error variance of 0",
    ),
    "unequal points": (points("0 1 2", "0 1"), "as many x as y, found 3 and 2"),
    "points not rising": (points("0 1 1", "0 1 2"), "x rising from point to point"),
    "nan": (points("0 1 nan", "0 1 2"), "finite numbers, found '0 1 nan'"),
    "numbers without end": (points("0 1 1e200", "0 1 2"), "finite numbers, found '0 1 1e200'"),
    "words for numbers": (points("0 1 two", "0 1 2"), "numbers, found '0 1 two'"),
    "an axis of zeros": (slide(LINE).replace("<axis>0 1 0</axis>", "<axis>0 0 0</axis>"), "a direction"),
    "an axis of two numbers": (
        slide(LINE).replace("<axis>0 1 0</axis>", "<axis>0 1</axis>"),
        "expected 3 numbers, found 2",
    ),
    "a moving axis without coordinate": (
        slide(LINE).replace("<coordinates>q</coordinates>", "<coordinates/>"),
        "a function of one coordinate, found 0",
    ),
    "a coordinate without function": (slide(""), "a function of its coordinate, found none"),
    "a missing frame": (
        model4(PIN.replace("/bodyset/b", "/bodyset/z")),
        "a frame of the model, found '/bodyset/z'",
    ),
    "frames in a circle": (
        model4(PIN.replace("<socket_parent>/bodyset/b<", "<socket_parent>../after<")),
        "a circle of frames",
    ),
    "bodies in a circle": (
        model4(
            joint4("PinJoint", coordinate("q"), parent="/bodyset/a", child="/bodyset/b")
            + joint4("PinJoint", coordinate("p"), name="k", parent="/bodyset/b", child="/bodyset/a"),
            bodies="a b",
        ),
        "a joint that leads to the ground, found a circle",
    ),
    "a closed loop": (
        model4(LOOP + joint4("WeldJoint", name="x", child="/bodyset/b"), bodies="a b"),
        "a closed loop at 'b'",
    ),
    "a loose body": (model4(PIN, bodies="b c"), "Body 'c': expected a joint for each body"),
    "a joint of one body": (
        model4(joint4("PinJoint", coordinate("q"), parent="/bodyset/b")),
        "two different bodies, found 'b' twice",
    ),
    "two coordinates of one name": (
        model4(joint4("UniversalJoint", coordinate("q") + coordinate("q"))),
        "'q' again",
    ),
    "two bodies of one name": (model4(PIN, bodies="b b"), "'b' again"),
    "too many coordinates": (
        model4(joint4("PinJoint", coordinate("q") + coordinate("p"))),
        "1 coordinates, found 2",
    ),
    "a range upside down": (
        model4(joint4("PinJoint", coordinate("q", "<range>1 -1</range>"))),
        "a range from low to high",
    ),
    "a flag of its own": (
        model4(joint4("PinJoint", coordinate("q", "<locked>maybe</locked>"))),
        "true or false for locked, found 'maybe'",
    ),
    "a prescribed coordinate": (
        model4(
            joint4(
                "PinJoint",
                coordinate(
                    "q", f"<prescribed_function>{LINE}</prescribed_function><prescribed>true</prescribed>"
                ),
            )
        ),
        "a free coordinate",
    ),
    "another constraint": (model4(PIN, extra=constraint("WeldConstraint")), "found WeldConstraint"),
    "a coupler of nothing": (model4(BALL, extra=coupler("q1", "z")), "a coordinate of the model, found 'z'"),
    "a coupler of two": (model4(BALL, extra=coupler("q1", "q0 q2")), "one independent coordinate, found 2"),
    "a coupler in a circle": (model4(BALL, extra=coupler("q1", "q1")), "that no other coupler uses"),
    "a negative mass": (model4(PIN).replace("<mass>2<", "<mass>-2<"), "a mass of zero or more"),
    "no mass": (model4(PIN).replace("<mass>2</mass>", ""), "the property mass, found none"),
    "a marker on nothing": (
        model3("WeldJoint", "").replace("<body>b</body>", "<body>z</body>"),
        "Marker 'm': expected a body of the model, found 'z'",
    ),
    "a parent that is not there": (
        model3("WeldJoint", "").replace("<parent_body>ground", "<parent_body>z"),
        "a body of the model, found 'z'",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_sentence(tmp_path: Path, case: str) -> None:
    text, expected = CASES[case]
    with pytest.raises(BadInputError) as caught:
        read_osim(save(tmp_path, text))
    sentence = str(caught.value)
    assert expected in sentence
    assert sentence.startswith("small.osim: ")
    assert "\n" not in sentence


def test_the_place_is_the_line(tmp_path: Path) -> None:
    text = model4(PIN).replace("><", ">\n<").replace("<axis>", "<axis>")
    text = text.replace("<mass>2</mass>", "<mass>two</mass>")
    line = next(k for k, row in enumerate(text.splitlines(), start=1) if "two" in row)
    with pytest.raises(BadInputError, match=f"line {line}, mass: expected numbers, found 'two'"):
        read_osim(save(tmp_path, text))


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.osim"):
        with pytest.raises(BadInputError, match="a readable file"):
            read_document(path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "small.osim"
    path.write_bytes(model4(PIN).encode().replace(b"small", b"sm\xffll"))
    with pytest.raises(BadInputError, match="well-formed XML"):
        read_osim(path)


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.osim"
    with path.open("wb") as stream:
        stream.truncate(2 << 30)
    with pytest.raises(BadInputError, match=f"at most {document.LARGEST_FILE >> 20} MB, found 2048 MB"):
        read_osim(path)
