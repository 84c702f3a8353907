"""Mutations of OpenSim's XML: models, setups and external loads whose elements lie, double or go."""

import re
from random import Random

from fuzz.mutation import Change, Expect, Mutator
from fuzz.seeds import Seed

_NUMBERS = (
    b"nan", b"inf", b"-inf", b"1e400", b"1e308", b"-1e308", b"0", b"-1", b"1e-320", b"", b"x", b"1,5",
    b"1 2 3 4 5 6 7", b"0x10", "٣".encode(), b"99999999999999999999", b"1e49", b"-1e49", b"1e20",
)  # fmt: skip
# Words become names of output files: none may lead out of the folder that a mutant is tried in.
_WORDS = (
    b"", b"no such thing", b".", b"a/b/c", b"x.osim",
    b"\\\\x\\y", b"true",
    b"ground", b"/bodyset/ground", b"A" * 5000, "ÄÖ|'".encode(), b"-1", b"&lt;x&gt;",
    b"unassigned", b"a\nb", b"*",
)  # fmt: skip
# Text between tags, elements without elements inside, any start tag.
_TEXT = re.compile(rb">([^<>]*[^<>\s][^<>]*)<")
_LEAF = re.compile(rb"<(\w+)(?:\s[^<>]*)?>[^<>]*</\1>")
_START = re.compile(rb"<(\w+)((?:\s[^<>]*)?)>")
_BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %s "%s">' % (new, b"&%s;" % old * 10)
        for old, new in zip(b"a b c d e f g h".split(), b"b c d e f g h i".split(), strict=True)
    )
    + b"]>"
)  # fmt: skip
_ELSEWHERE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def truncate_xml(data: bytes, random: Random, _seed: Seed) -> Change:
    """Cut the file off before its last element closes."""
    end = len(data.rstrip())
    near = random.random() < 0.4
    cut = random.randrange(max(1, end - 200), end) if near else random.randrange(1, end)
    return Change(data[:cut], f"cut off after {cut} of {len(data)} bytes", Expect.REFUSED)


def lie_in_text(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Another number or word in an element: absurd, none at all, a path elsewhere."""
    found = list(_TEXT.finditer(data))
    if not found:
        return None
    match = random.choice(found)
    words = match[1].split()
    lie = random.choice(_NUMBERS if _is_number(words[0]) and random.random() < 0.8 else _WORDS)
    if _is_number(words[0]) and random.random() < 0.5:
        words[random.randrange(len(words))] = lie
        lie = b" ".join(words)
    changed = data[: match.start(1)] + lie + data[match.end(1) :]
    return Change(changed, f"byte {match.start(1)}: {match[1][:30]!r} is {lie[:30]!r}")


def lie_in_many_texts(data: bytes, random: Random, seed: Seed) -> Change | None:
    """Several such lies in one file."""
    change = None
    for _ in range(random.choice((2, 5, 20))):
        change = lie_in_text(data, random, seed) or change
        data = change.data if change is not None else data
    return change


def drop_element(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Leave an element out."""
    found = list(_LEAF.finditer(data))
    if not found:
        return None
    match = random.choice(found)
    return Change(data[: match.start()] + data[match.end() :], f"without {match[0][:60]!r}")


def double_element(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Write an element twice, or thousands of times."""
    found = list(_LEAF.finditer(data))
    if not found:
        return None
    match, times = random.choice(found), random.choice((1, 1, 3, 20_000))
    return Change(
        data[: match.end()] + match[0] * times + data[match.end() :], f"{times} more of {match[0][:60]!r}"
    )


def exchange_elements(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Exchange two elements, wherever they are."""
    found = list(_LEAF.finditer(data))
    if len(found) < 2:
        return None
    first, second = sorted(random.sample(found, 2), key=lambda match: match.start())
    changed = (
        data[: first.start()]
        + second[0]
        + data[first.end() : second.start()]
        + first[0]
        + data[second.end() :]
    )
    return Change(changed, f"{first[0][:40]!r} and {second[0][:40]!r} exchanged")


def rename_element(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Give an element another tag, one that exists elsewhere or none that anyone knows."""
    found = list(_START.finditer(data))
    if not found:
        return None
    old, new = random.choice(found)[1], random.choice((random.choice(found)[1], b"Unknown"))
    changed = re.sub(rb"<(/?)%s(?=[\s/>])" % re.escape(old), rb"<\g<1>%s" % new, data)
    return Change(changed, f"every <{old.decode()}> is <{new.decode()}>")


def rename_object(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Give an object the name of another, none, or a strange one."""
    found = list(re.finditer(rb'name="([^"]*)"', data))
    if not found:
        return None
    match = random.choice(found)
    new = random.choice(
        (random.choice(found)[1], b"", b"ground", b"A" * 5000, "Ä|'&lt;".encode(), b"a b", b"a/b")
    )
    return Change(data[: match.start(1)] + new + data[match.end(1) :], f"{match[1]!r} is called {new[:30]!r}")


def declare_entities(data: bytes, random: Random, _seed: Seed) -> Change:
    """Declare entities: a billion words, or another file."""
    bomb = random.random() < 0.5
    head = b'<?xml version="1.0"?>' + (_BOMB if bomb else _ELSEWHERE)
    body = re.sub(rb"<\?xml[^>]*>", b"", data, count=1)
    use = b"&i;" if bomb else b"&x;"
    found = list(_TEXT.finditer(body))
    at = random.choice(found).start(1) if found else len(body)
    return Change(head + body[:at] + use + body[at:], "entities are declared", Expect.REFUSED)


def nest(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Open thousands of elements inside an element."""
    found = list(_TEXT.finditer(data))
    if not found:
        return None
    at, depth = random.choice(found).start(1), random.choice((150, 1000, 100_000))
    changed = data[:at] + b"<a>" * depth + b"</a>" * depth + data[at:]
    return Change(changed, f"{depth} elements nested at byte {at}")


def other_root(data: bytes, random: Random, _seed: Seed) -> Change:
    """Another version, or something around everything."""
    kind = random.choice(("version", "around", "twice", "encoding"))
    if kind == "version":
        version = random.choice((b"0", b"-1", b"x", b"99999999999999999999", b"", b"40500", b"10000"))
        return Change(re.sub(rb'Version="[^"]*"', b'Version="%s"' % version, data), f"version {version!r}")
    if kind == "around":
        return Change(b"<a>" + re.sub(rb"<\?xml[^>]*>", b"", data) + b"</a>", "an element around everything")
    if kind == "twice":
        return Change(data + data, "the file twice", Expect.REFUSED)
    name = random.choice((b"utf-16", b"latin-1", b"nonsense", b"cp037"))
    return Change(re.sub(rb'encoding="[^"]*"', b'encoding="%s"' % name, data), f"encoding {name!r}")


def _is_number(word: bytes) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


XML: tuple[Mutator, ...] = (
    truncate_xml,
    lie_in_text,
    lie_in_text,
    lie_in_text,
    lie_in_many_texts,
    drop_element,
    drop_element,
    double_element,
    exchange_elements,
    rename_element,
    rename_object,
    declare_entities,
    nest,
    other_root,
)
