"""The directory: province bodies, communes, groups with their members, and how people call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import agency_cues
from corpus.agency_names import Use, commune_aliases, department_aliases
from corpus.phrases import Found, PhraseIndex, Token, composed, tokens_of
from corpus.tables import DATA_FOLDER, Row, read_table
from corpus.vietnamese import fold

GROUP = "nhóm"
COMMUNE_KINDS = ("xã", "phường", "đặc khu")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body, a commune or a group; ``groups`` as the plan writes them, ``code`` only for communes."""

    name: str
    short: str
    kind: str
    confirmed: bool
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    code: str = ""
    note: str = ""

    @property
    def is_group(self) -> bool:
        return self.kind == GROUP

    @property
    def is_commune(self) -> bool:
        return self.kind in COMMUNE_KINDS


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency named at [start, end) of a text; a weak one was said loosely: "bên tài chính"."""

    agency: Agency
    start: int
    end: int
    text: str
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class _Alias:
    agency: Agency
    use: Use


class Directory:
    """All agencies by name and by alias. Build it with ``Directory.load``."""

    def __init__(self, agencies: Iterable[tuple[Agency, Sequence[tuple[str, Use]]]]) -> None:
        listed = list(agencies)
        self.agencies: tuple[Agency, ...] = tuple(agency for agency, _ in listed)
        self._by_name = {fold(agency.name): agency for agency in self.agencies}
        self._members: dict[str, tuple[Agency, ...]] = {
            agency.name: tuple(one for one in self.agencies if agency.name in one.groups)
            for agency in self.agencies
            if agency.is_group
        }
        self._index: PhraseIndex[_Alias] = PhraseIndex()
        self._by_strong_alias: dict[str, Agency] = {}
        for agency, aliases in listed:
            for alias, use in aliases:
                self._index.add(alias, _Alias(agency, use), may_slip=not agency.is_commune)
                if use in ("strong", "caps"):
                    self._by_strong_alias.setdefault(fold(alias), agency)

    @classmethod
    def load(cls, folder: Path | None = None) -> Directory:
        """Read agencies.csv, communes.csv and agency_aliases.csv of ``folder`` (default: the bundled ones).

        Raises TableError with file and line for a row that cannot be used.
        """
        folder = folder or DATA_FOLDER
        return cls(_read(folder))

    def by_name(self, name: str) -> Agency | None:
        """The agency of exactly this name; case, marks and punctuation do not count."""
        return self._by_name.get(fold(name))

    def groups_of(self, name: str) -> tuple[str, ...]:
        """Names of the groups the agency belongs to, as the plan writes them; empty when it is unknown."""
        agency = self.by_name(name)
        return agency.groups if agency else ()

    def members_of(self, group: str) -> tuple[Agency, ...]:
        """Agencies of a group in directory order; empty when the group is unknown."""
        agency = self.by_name(group)
        return self._members.get(agency.name, ()) if agency else ()

    def match_plan_name(self, name: str) -> Agency | None:
        """The agency that a plan's cell means: its name or an alias that stands alone, else None."""
        key = fold(name)
        return self._by_name.get(key) or self._by_strong_alias.get(key)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Agencies named in ``text``, left to right, the longest name winning; places count in NFC."""
        text = composed(text)
        tokens = tokens_of(text)
        is_shouting = text.isupper()
        mentions: list[Mention] = []
        place = 0
        ended = -1  # token after the last mention
        while place < len(tokens):
            begins = self._index.begins(tokens[place])
            found = self._accepted(tokens, place, ended, is_shouting) if begins else None
            if found is None:
                place += 1
                continue
            start, end = tokens[found.first].start, tokens[found.last - 1].end
            is_weak = found.value.use in ("loose", "cue")
            mentions.append(Mention(found.value.agency, start, end, text[start:end], is_weak))
            place = ended = found.last
        return tuple(mentions)

    def _accepted(
        self, tokens: Sequence[Token], place: int, ended: int, is_shouting: bool
    ) -> Found[_Alias] | None:
        for found in self._index.at(tokens, place):
            following = tokens[found.last].folded if found.last < len(tokens) else ""
            if found.value.agency.is_group and following in agency_cues.ASKING:
                return None
            match found.value.use:
                case "strong":
                    return found
                case "loose":
                    if not place or tokens[place - 1].folded not in agency_cues.NOT_BEFORE:
                        return found
                case "caps":
                    if not is_shouting and all(token.text.isupper() for token in tokens[place : found.last]):
                        return found
                case "cue":
                    if _has_cue(tokens, found, ended):
                        return found
        return None


def _has_cue(tokens: Sequence[Token], found: Found[_Alias], ended: int) -> bool:
    """Whether the words around a loose name, or an agency named just before it, make it an agency."""
    first, last = found.first, found.last
    lengths = range(1, agency_cues.LONGEST + 1)
    if not tokens[first].gap.strip():
        before = [token.folded for token in tokens[max(0, first - agency_cues.LONGEST) : first]]
        if any(tuple(before[-length:]) in agency_cues.BEFORE for length in lengths):
            return True
    if first == ended and tokens[first].gap.strip() in agency_cues.LIST_SIGNS:
        return True
    if 0 <= ended == first - 1 and tokens[ended].folded in agency_cues.CONNECTORS:
        return True
    if last == len(tokens) or tokens[last].gap.strip():
        return False
    after = [token.folded for token in tokens[last : last + agency_cues.LONGEST]]
    return any(tuple(after[:length]) in agency_cues.AFTER for length in lengths)


def _read(folder: Path) -> list[tuple[Agency, Sequence[tuple[str, Use]]]]:
    bodies = read_table(folder / "agencies.csv", ("name", "short", "kind", "confirmed", "groups", "note"))
    communes = read_table(folder / "communes.csv", ("code", "name", "kind", "former", "bare", "groups"))
    agencies: dict[str, Agency] = {}
    generated: dict[str, list[tuple[str, Use]]] = {}
    seen: set[str] = set()
    for row in [*bodies, *communes]:
        agency = _agency(row)
        if (key := fold(agency.name)) in seen:
            raise row.error(f"“{agency.name}” đã có ở dòng khác")
        seen.add(key)
        agencies[agency.name] = agency
        generated[agency.name] = list(_generated(agency, row))
    for row in [*bodies, *communes]:
        for group in row.parts("groups"):
            if group not in agencies or not agencies[group].is_group:
                raise row.error(f"nhóm “{group}” không có trong agencies.csv")
    written = _written_aliases(folder, agencies)
    return [
        (replace(agency, aliases=tuple(alias for alias, _ in aliases)), aliases)
        for agency, aliases in _merged(agencies, written, generated)
    ]


def _agency(row: Row) -> Agency:
    kind = row["kind"].lower()
    if not kind:
        raise row.error("ô kind để trống")
    if not row["name"]:
        raise row.error("ô name để trống")
    if "code" in row.cells:
        if kind not in COMMUNE_KINDS:
            raise row.error(f"kind “{row['kind']}” phải là xã, phường hoặc đặc khu")
        if row["bare"] not in ("yes", "cue"):
            raise row.error(f"bare “{row['bare']}” phải là yes hoặc cue")
        return Agency(row["name"], "", kind, True, (), row.parts("groups"), row["code"])
    if row["confirmed"] not in ("yes", "no", "group"):
        raise row.error(f"confirmed “{row['confirmed']}” phải là yes, no hoặc group")
    return Agency(
        row["name"], row["short"], kind, row["confirmed"] != "no", (), row.parts("groups"), note=row["note"]
    )


def _generated(agency: Agency, row: Row) -> Iterable[tuple[str, Use]]:
    if agency.is_commune:
        return commune_aliases(agency.name, agency.kind, row["former"], row["bare"])
    if agency.kind == "sở":
        return department_aliases(agency.name)
    return ()


def _written_aliases(folder: Path, agencies: Mapping[str, Agency]) -> dict[str, list[tuple[str, Use]]]:
    uses: Mapping[str, Use] = {"": "strong", "weak": "cue", "caps": "caps"}
    written: dict[str, list[tuple[str, Use]]] = {}
    owners: dict[tuple[str, ...], str] = {}
    for row in read_table(folder / "agency_aliases.csv", ("alias", "name", "use")):
        if row["name"] not in agencies:
            raise row.error(f"“{row['name']}” không có trong agencies.csv hoặc communes.csv")
        if row["use"] not in uses:
            raise row.error(f"use “{row['use']}” phải để trống, weak hoặc caps")
        key = tuple(token.plain for token in tokens_of(composed(row["alias"])))
        if owners.setdefault(key, row["name"]) != row["name"]:
            raise row.error(f"“{row['alias']}” đã chỉ {owners[key]}")
        written.setdefault(row["name"], []).append((row["alias"], uses[row["use"]]))
    return written


def _merged(
    agencies: Mapping[str, Agency],
    written: Mapping[str, list[tuple[str, Use]]],
    generated: Mapping[str, list[tuple[str, Use]]],
) -> Iterable[tuple[Agency, list[tuple[str, Use]]]]:
    """Own name, written aliases, then generated ones that no other agency has written or generated too."""
    owners: dict[str, set[str]] = {}
    spoken: dict[str, str] = {fold(alias): name for name, aliases in written.items() for alias, _ in aliases}
    spoken |= {fold(name): name for name in agencies}
    for name, aliases in generated.items():
        for alias, _ in aliases:
            owners.setdefault(fold(alias), set()).add(name)
    for name, agency in agencies.items():
        merged: dict[str, Use] = {name: "strong"}
        merged |= {alias: use for alias, use in written.get(name, ()) if alias not in merged}
        if agency.short and fold(agency.short) not in spoken:
            merged[agency.short] = "strong"
        for alias, use in generated[name]:
            key = fold(alias)
            if alias not in merged and len(owners[key]) == 1 and spoken.get(key, name) == name:
                merged[alias] = use
        yield agency, list(merged.items())
