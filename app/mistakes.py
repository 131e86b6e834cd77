"""What an operator can mend himself, told in one clear line without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class OperatorMistake(Exception):
    """The settings, a file or the machine keeps troly from going on; the message is Vietnamese."""


@contextmanager
def told_plainly(*refusals: type[Exception]) -> Iterator[None]:
    """Turn refusals of the lower packages, each one clear line already, into an operator's mistake."""
    try:
        yield
    except refusals as refusal:
        raise OperatorMistake(str(refusal)) from refusal
