"""What a bug report needs to know of a machine: versions, nothing personal."""

import os
import platform
from importlib import metadata

from groundup import __version__

_PACKAGES = ("numpy", "scipy", "numba", "llvmlite", "xarray", "h5netcdf", "h5py", "ezc3d", "jinja2", "typer")


def versions() -> dict[str, str]:
    """Name and version of groundup, Python, the platform and every package the results depend on."""
    found = {
        "groundup": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cores": str(os.cpu_count()),
    }
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found
