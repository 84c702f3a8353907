"""Is a report whole, does it state the quality of its recording, and what does it call marked?"""

import re
from html import unescape

from groundup.assessment import Analysis
from groundup.findings.finding import Kind
from groundup.report.page import render

# What every report must hold, whatever was recorded.
_SECTIONS = ("answer", "quality", "curves-1", "faults", "subject", "methods", "provenance")
_QUALITY = ("Marker to model", "Marker coverage", "Angle noise")


def page_faults(analysis: Analysis) -> list[str]:
    """Render the report and say in words what is wrong with it; empty where it is whole."""
    page = render(analysis)
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    found = [f"no section '{name}'" for name in _SECTIONS if name not in ids]
    found += [f"link to nothing: {name}" for name in re.findall(r'href="#([^"]+)"', page) if name not in ids]
    quality = page.partition('<section id="quality">')[2].partition("</section>")[0]
    stated = {unescape(a).strip(): b for a, b in re.findall(r"<dt>([^<]*)</dt>\s*<dd>([^<]*)</dd>", quality)}
    for label in _QUALITY:
        values = [value for key, value in stated.items() if key.startswith(label)]
        if not any(re.search(r"\d", value) for value in values):
            found.append(f"'{label}' not stated")
    return found


def marked_faults(analysis: Analysis) -> list[tuple[str, bool]]:
    """Faults of ankle or foot called marked, and whether every reason for each is cited."""
    marked = [f for f in analysis.findings if f.kind is Kind.FAULT and f.marked]
    return [
        (f"{f.name} {f.side}", bool(f.reasons_for) and all(a.threshold.citation for a in f.reasons_for))
        for f in marked
    ]
