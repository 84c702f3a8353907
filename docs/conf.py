"""How the manual is built: figures and tables are made first, then the pages."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "tools"))

import angle_figures  # noqa: E402
import tables  # noqa: E402

from groundup import __version__  # noqa: E402

project = "groundup"
author = "the groundup authors"
copyright = "the groundup authors"
version = release = __version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "run_directive",
]
exclude_patterns = ["_build", "generated", "tools"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "pydata_sphinx_theme"
html_title = "groundup"
html_theme_options = {
    "show_prev_next": False,
    "navigation_with_keys": False,
    "header_links_before_dropdown": 6,
    "footer_end": [],
}
html_sidebars: dict[str, list[str]] = {"**": []}
html_show_sourcelink = False
templates_path: list[str] = []

autodoc_member_order = "bysource"
autodoc_typehints = "none"
numpydoc_show_class_members = False

generated = HERE / "generated"
generated.mkdir(exist_ok=True)
angle_figures.write(generated)
tables.write(generated)
