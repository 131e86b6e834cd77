"""Values of requests and answers that keep every digit and can be stored: numbers, days, texts."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from starlette.responses import Response

from progress.keys import storable_text
from progress.records import WHOLE_LIMIT

WORDS_LIMIT = 4_000  # characters of one field
NAME_LIMIT = 200
_WHOLE_DIGITS = 18
_DECIMAL_PLACES = 10
_DECIMAL = rf"-?[0-9]{{1,{_WHOLE_DIGITS}}}(\.[0-9]{{1,{_DECIMAL_PLACES}}})?"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER_LIMIT = 10**_WHOLE_DIGITS - 1
_NO_NUMBER = f"phải là số, tối đa {_WHOLE_DIGITS} chữ số và {_DECIMAL_PLACES} số lẻ, ví dụ 81.25"


class ExactRequest(Request):
    """A request whose JSON numbers are read as decimals, so that no digit is lost on the way."""

    async def json(self) -> Any:
        """Raises ValueError for what is no JSON, NaN and the infinities among it."""
        return json.loads(await self.body(), parse_float=Decimal, parse_constant=_refuse_constant)


class ExactRoute(APIRoute):
    """A route that reads ``ExactRequest``."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_exactly(request: Request) -> Response:
            return await handle(ExactRequest(request.scope, request.receive))

        return handle_exactly


def _refuse_constant(name: str) -> None:
    raise json.JSONDecodeError("no JSON number", name, 0)


def _read_number(given: object) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise ValueError(_NO_NUMBER)
    if isinstance(given, Decimal):
        # An exponent out of bounds would be written out in full.
        if not given.is_finite() or not -_WHOLE_DIGITS <= given.adjusted() < _WHOLE_DIGITS:
            raise ValueError(_NO_NUMBER)
        given = format(given, "f")
    if isinstance(given, int) and abs(given) > _NUMBER_LIMIT:
        raise ValueError(_NO_NUMBER)
    if not re.fullmatch(_DECIMAL, str(given)):
        raise ValueError(_NO_NUMBER)
    return Decimal(given)


def _read_whole(given: object) -> int:
    if isinstance(given, Decimal) and given.is_finite() and given == given.to_integral_value():
        given = int(given) if given.adjusted() < _WHOLE_DIGITS else None
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) > WHOLE_LIMIT:
        raise ValueError("phải là số nguyên")
    return given


def _read_day(given: object) -> dt.date:
    if isinstance(given, str) and _DAY.fullmatch(given):
        try:
            return dt.date.fromisoformat(given)
        except ValueError:
            pass
    raise ValueError("phải là một ngày, ví dụ 2026-06-17")


ExactNumber = Annotated[
    Decimal,
    BeforeValidator(_read_number),
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{_DECIMAL}$"},
                {"type": "integer", "minimum": -_NUMBER_LIMIT, "maximum": _NUMBER_LIMIT},
                {"type": "number", "minimum": -1_000_000, "maximum": 1_000_000, "multipleOf": 0.0001},
            ],
            "description": "Số thập phân: chuỗi hoặc số JSON, không mất chữ số nào",
            "examples": ["81.25", 81.25],
        },
        mode="validation",
    ),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{_DECIMAL}$", "examples": ["81.25"]}, mode="serialization"
    ),
]
Whole = Annotated[
    int,
    BeforeValidator(_read_whole),
    WithJsonSchema({"type": "integer", "minimum": -WHOLE_LIMIT, "maximum": WHOLE_LIMIT}),
]
Part = Annotated[Whole | ExactNumber, Field(union_mode="left_to_right")]
"""A part or a whole: of things that are counted, or "1204.5" of money."""
Day = Annotated[dt.date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
Words = Annotated[str, StringConstraints(strict=True, max_length=WORDS_LIMIT), AfterValidator(storable_text)]
Name = Annotated[str, StringConstraints(strict=True, max_length=NAME_LIMIT), AfterValidator(storable_text)]
