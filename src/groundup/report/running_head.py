"""Head and foot of every printed page: a style sheet, since a printer knows no other place."""


def running_head(title: str, when: str, version: str, *, synthetic: bool) -> str:
    """Write the margins of the pages.

    Parameters
    ----------
    title : str
        Whose recording it is; from a file's name, so nothing in it may be taken for style or markup.
    when : str
        Date of the analysis.
    version : str
        Of groundup.
    synthetic : bool
        Nobody was measured.

    Returns
    -------
    str
        Rules for ``@page``.
    """
    made = "Synthetic data: no person was measured" if synthetic else "Advice for a professional's decision"
    font = 'font: 8pt "Segoe UI", system-ui, "Helvetica Neue", Arial, sans-serif; color: #4c5866;'
    places = (
        ("top-left", _quoted(title)),
        ("top-right", _quoted(when)),
        ("bottom-left", _quoted(f"groundup {version}. {made}.")),
        ("bottom-right", '"Page " counter(page) " of " counter(pages)'),
    )
    return "@page {" + "".join(f" @{place} {{ content: {text}; {font} }}" for place, text in places) + " }\n"


def _quoted(text: str) -> str:
    """Quote for a style sheet: what is neither letter, digit nor plain punctuation goes by its number."""
    return (
        '"'
        + "".join(c if c.isascii() and (c.isalnum() or c in " .,:-_") else f"\\{ord(c):x} " for c in text)
        + '"'
    )
