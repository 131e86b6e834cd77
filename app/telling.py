"""Roles and agencies as the commands tell and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.mistakes import OperatorMistake
from bot.texts.people import role_of
from corpus.agency_choice import AgencyIsGroup, AgencyUnclear, choose_agency
from progress.roles import Membership, Role

if TYPE_CHECKING:
    from corpus.agencies import Directory

MEMBERS_SHOWN = 3


def told_roles(memberships: tuple[Membership, ...]) -> str:
    return "; ".join(role_of(one.role, one.agency) for one in memberships) or "không giữ vai trò nào"


def read_role(typed: str) -> Role:
    """Raises OperatorMistake with the codes of all roles."""
    role = Role.read(typed)
    if role is None:
        known = ", ".join(f"{one.value} ({one.label})" for one in Role)
        raise OperatorMistake(f"Không có vai trò “{typed}”; hãy chọn: {known}.")
    return role


def read_agency(directory: Directory, typed: str) -> str:
    """The name of one agency as the directory writes it. Raises OperatorMistake with the nearest names."""
    try:
        return choose_agency(directory, typed).name
    except AgencyIsGroup as refusal:
        example = "; ".join(refusal.members[:MEMBERS_SHOWN])
        raise OperatorMistake(
            f"“{refusal.group}” là một nhóm cơ quan; hãy nêu đúng một cơ quan, ví dụ: {example}."
        ) from None
    except AgencyUnclear as refusal:
        near = f"; gần nhất: {'; '.join(refusal.nearest)}" if refusal.nearest else ""
        raise OperatorMistake(f"Danh bạ không có đúng một cơ quan tên “{refusal.typed}”{near}.") from None
