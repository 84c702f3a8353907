"""Where pages find their templates, styles and scripts."""

from functools import cache
from importlib import resources

import jinja2


@cache
def environment() -> jinja2.Environment:
    """Give what pages are rendered in: everything is escaped, nothing may be missing."""
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str) -> str:
    """Text of one file among the templates."""
    return (resources.files("groundup.report") / "templates" / name).read_text(encoding="utf-8")
