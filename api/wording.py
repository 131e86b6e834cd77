"""Small words of the web pages that no other channel needs."""

from __future__ import annotations

from bot.texts.facts import target_value
from corpus.model import Target
from progress.roles import Membership


def level(target: Target) -> str:
    """The figure for a table's second column; empty where the target's own words already are all there is."""
    value = target_value(target)
    return "" if value == target.text else value


def role_of(membership: Membership) -> str:
    """ "đầu mối, Sở Tài chính"."""
    return ", ".join(part for part in (membership.role.label, membership.agency) if part)


def remark(target: Target) -> str:
    """What else is to be known of a target: whom it measures, per year, a stretch goal."""
    said = (
        target.scope,
        "mức phấn đấu" if target.is_stretch else "",
        "mỗi năm" if target.is_yearly else "",
    )
    return "; ".join(part for part in said if part)
