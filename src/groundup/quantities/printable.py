"""Text out of files and file names, made fit to be printed and written."""

_SPACES = "\u00a0\u202f"


def printable(text: str) -> str:
    """Replace what no terminal, page or table can hold.

    Bytes that were no UTF-8 (lone surrogates) are read as Latin-1, which older European programs wrote;
    control characters become question marks.
    """
    if text.isprintable():
        return text
    return "".join(_printable(character) for character in text)


def shortened(text: str, longest: int) -> str:
    """Text of at most `longest` characters, ending in dots where something was left out."""
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def _printable(character: str) -> str:
    code = ord(character)
    if 0xDC80 + 0x20 <= code <= 0xDCFF:  # how Python marks a byte that is no UTF-8
        return chr(code - 0xDC00)
    return character if character.isprintable() or character in _SPACES else "?"
