"""Text out of files is fit for a terminal, a page and a table."""

import pytest

from groundup.quantities import BadInputError
from groundup.quantities.printable import printable, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LASI", "LASI"),
        ("Größe", "Größe"),
        (b"Gr\xf6\xdfe".decode("utf-8", "surrogateescape"), "Größe"),
        ("a\x01b\nc", "a?b?c"),
        ("a\ud800", "a?"),
    ],
)
def test_what_cannot_be_printed_is_replaced(text: str, expected: str) -> None:
    assert printable(text) == expected
    printable(text).encode()


def test_a_sentence_stays_one_and_short_whatever_the_file_holds() -> None:
    said = str(BadInputError("a\nb.c3d", "label", "a word", "A" * 100_000, "export again"))
    assert "\n" not in said
    assert len(said) < 600
    assert shortened("abcdef", 5) == "ab..."
