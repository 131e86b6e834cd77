"""Files written whole or not at all, and the folder they are kept in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from app.mistakes import OperatorMistake


def private_folder(path: Path) -> Path:
    """Make the folder where it is missing, closed to other accounts. Raises OperatorMistake."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorMistake(
            f"TROLY_DATA_FOLDER: không tạo được thư mục {path} ({error.strerror})."
        ) from None
    return path


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A UTF-8 file that takes its name only when the block ends well. Raises OperatorMistake."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OperatorMistake(f"{path}: không ghi được ({error.strerror}).") from None
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            yield file
        unfinished.chmod(0o644)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
