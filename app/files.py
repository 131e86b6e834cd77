"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from app.mistakes import OperatorMistake


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
