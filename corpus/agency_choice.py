"""One agency chosen by name, as a person types it where nothing but an agency is asked for."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from corpus.agencies import Agency, Directory
from corpus.vietnamese import fold, tidy

NEAREST_LIMIT = 3
_NAME_LIMIT = 200  # characters of a name that are looked at
_LIKE_ENOUGH = 60  # of 100; below that a name is not worth showing
# Words around a name that do not make it another agency: "bên tài chính", "Sở Nội vụ tỉnh An Giang".
_AROUND = frozenset(["ben", "co", "quan", "don", "vi", "tinh", "an", "giang"])


class AgencyUnclear(Exception):
    """No agency, or more than one, goes by what was typed; ``nearest`` are names that come close."""

    def __init__(self, typed: str, nearest: tuple[str, ...]) -> None:
        super().__init__(typed, nearest)
        self.typed = typed
        self.nearest = nearest


class AgencyIsGroup(Exception):
    """A group of agencies was named where one is needed; ``members`` are the names of its agencies."""

    def __init__(self, group: str, members: tuple[str, ...]) -> None:
        super().__init__(group)
        self.group = group
        self.members = members


def choose_agency(directory: Directory, typed: str) -> Agency:
    """The agency of this name or alias, with or without marks. Raises AgencyUnclear and AgencyIsGroup."""
    typed = tidy(typed, _NAME_LIMIT)
    agency = directory.match_plan_name(typed) or _by_any_alias(directory, typed) or _within(directory, typed)
    if agency is None:
        raise AgencyUnclear(typed, nearest_names(directory, typed))
    if agency.is_group:
        raise AgencyIsGroup(agency.name, tuple(one.name for one in directory.members_of(agency.name)))
    return agency


def nearest_names(directory: Directory, typed: str, limit: int = NEAREST_LIMIT) -> tuple[str, ...]:
    """Names of single agencies that are spelt most like what was typed, by name or alias, the best first."""
    spelt = {
        (agency.name, alias): fold(alias)
        for agency in directory.agencies
        if not agency.is_group
        for alias in (agency.name, *agency.aliases)
    }
    like = process.extract(fold(typed), spelt, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=None)
    return tuple(dict.fromkeys(name for _, _, (name, _) in like))[:limit]


def _by_any_alias(directory: Directory, typed: str) -> Agency | None:
    """The only agency with this alias, be it one that needs a cue elsewhere: "tài chính", "an phu"."""
    key = fold(typed)
    owners = [one for one in directory.agencies if any(fold(alias) == key for alias in one.aliases)]
    return owners[0] if len(owners) == 1 and key else None


def _within(directory: Directory, typed: str) -> Agency | None:
    """The only agency found in the words, where no word besides it may mean another."""
    mentions = directory.find(typed)
    if len({mention.agency.name for mention in mentions}) != 1:
        return None
    around, end = [], 0
    for mention in mentions:
        around.append(typed[end : mention.start])
        end = mention.end
    around.append(typed[end:])
    return mentions[0].agency if set(fold(" ".join(around)).split()) <= _AROUND else None
