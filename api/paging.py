"""Long lists by the page, the same at every route: ``limit``, ``offset``, ``count``, ``items``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

T = TypeVar("T")
V = TypeVar("V")
LIMIT = 50
LIMIT_MOST = 200
OFFSET_MOST = 1_000_000

Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST, description="Số mục mỗi trang")]
Offset = Annotated[int, Query(ge=0, le=OFFSET_MOST, description="Bỏ qua bao nhiêu mục đầu")]


class Page(BaseModel, Generic[T]):
    """One page of a list; ``count`` is how many items there are in all."""

    count: int
    limit: int
    offset: int
    items: list[T]


P = TypeVar("P", bound=Page[Any])


def page_of(
    values: Sequence[V], shown: Callable[[V], object], limit: int, offset: int, *, kind: type[P]
) -> P:
    """The page of a list that is at hand whole."""
    return page(len(values), map(shown, values[offset : offset + limit]), limit, offset, kind=kind)


def page(count: int, items: Iterable[object], limit: int, offset: int, *, kind: type[P]) -> P:
    """The page whose items were read from storage."""
    return kind(count=count, limit=limit, offset=offset, items=list(items))
