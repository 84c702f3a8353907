"""The directive ``run``: a piece of the tutorial is executed by the build, and shows what it said.

``{run} python`` blocks of one page share their names, ``{run} shell`` blocks their folder; an error in one
stops the build. A figure left open in matplotlib is shown under its block.
"""

import io
import os
import shlex
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive


class Run(Directive):
    """Execute the content and show it with its output."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Code, what it printed, the figure it drew."""
        code = "\n".join(self.content)
        env = self.state.document.settings.env
        folders = env.app.tutorial_folders
        page = folders.setdefault(env.docname, {"folder": tempfile.mkdtemp(), "names": {}, "figures": 0})
        language = self.arguments[0]
        said = _shell(code, page["folder"]) if language == "shell" else _python(code, page)
        shown: list[nodes.Node] = [
            nodes.literal_block(code, code, language="console" if language == "shell" else "python")
        ]
        if said.strip():
            shown.append(nodes.literal_block(said, said.rstrip(), language="text"))
        return shown + self._figure(env, page)

    def _figure(self, env, page) -> list[nodes.Node]:
        import matplotlib.pyplot as plt

        if not plt.get_fignums():
            return []
        page["figures"] += 1
        name = f"generated/{env.docname}-{page['figures']}.svg"
        plt.savefig(Path(env.srcdir) / name, bbox_inches="tight")
        plt.close("all")
        image = nodes.image(uri=name, alt=f"figure {page['figures']} of the tutorial")
        return [image]


def _shell(code: str, folder: str) -> str:
    said = ""
    scripts = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
    }
    for line in code.splitlines():
        done = subprocess.run(
            shlex.split(line.removeprefix("$ ")),
            cwd=folder,
            env=scripts,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{line}: {done.stderr}")
        said += done.stdout
    return said


def _python(code: str, page: dict) -> str:
    import matplotlib as mpl

    mpl.use("agg")
    said = io.StringIO()
    with chdir(page["folder"]), redirect_stdout(said):
        exec(compile(code, "tutorial", "exec"), page["names"])
    return said.getvalue()


def setup(app) -> dict:
    """Tell Sphinx of the directive."""
    app.tutorial_folders = {}
    app.add_directive("run", Run)
    return {"parallel_read_safe": False}
