"""A page of contacts alone: many recordings' plates and feet, to be looked at."""

from collections.abc import Sequence
from importlib import resources

from markupsafe import Markup

from groundup.report.contact_map import HATCH, ContactMap

_STYLE = ".maps { padding-bottom: 1rem; } h2 { padding-top: 1.2rem; }"


def contact_page(sections: Sequence[tuple[str, str, Sequence[ContactMap]]]) -> str:
    """Lay drawings out on a self-contained page.

    Parameters
    ----------
    sections : sequence of (title, note, drawings)
    """
    style = (resources.files("groundup.report") / "templates" / "page.css").read_text(encoding="utf-8")
    hatch = (
        f'<svg class="defs" aria-hidden="true"><defs><pattern id="{HATCH}" width="5" height="5" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V5"/>'
        "</pattern></defs></svg>"
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Contacts on plates</title>'
        f"<style>{style}{_STYLE}</style></head><body><h1>Contacts on plates</h1>{hatch}"
        f"{''.join(_section(*section) for section in sections)}</body></html>"
    )


def _section(title: str, note: str, maps: Sequence[ContactMap]) -> Markup:
    drawings = [
        Markup('<figure><figcaption><b class="{}">{}</b><span>{}</span></figcaption>{}</figure>').format(
            m.side, m.title, m.state, m.picture
        )
        for m in maps
    ]
    none = Markup('<p class="none">No contact on a plate.</p>')
    inner = Markup("").join(drawings) if drawings else none
    return Markup('<h2>{}</h2><p class="lead">{}</p><div class="maps">{}</div>').format(title, note, inner)
