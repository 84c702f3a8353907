"""A table given as if it were a recording: said what it holds, and what to give with it."""

from pathlib import Path

from groundup.quantities import BadInputError
from groundup.recording.readers.storage import read_table
from groundup.recording.readers.storage_forces import describe, force_columns
from groundup.recording.recording import Recording


class StorageRefusal:
    """Recognises MOT and STO tables, none of which holds markers."""

    name = "MOT/STO ground forces beside a TRC"
    suffixes = (".mot", ".sto")

    def sniff(self, path: Path, head: bytes) -> bool:  # noqa: ARG002 - the protocol's signature
        """Whether the name ends as a table's."""
        return path.suffix.lower() in self.suffixes

    def read(self, path: Path) -> Recording:
        """Refuse the file, saying what it holds.

        Raises
        ------
        BadInputError
            Always.
        """
        table = read_table(path)
        blocks = force_columns(table.columns)
        if blocks:
            found = f"ground forces only ({len(blocks)} of them)"
            next_step = "give the C3D or TRC of the same trial with it"
        else:
            found, next_step = describe(table), "give the C3D or TRC these were computed from"
        raise BadInputError(path, "column names", "a recording with markers", found, next_step)
