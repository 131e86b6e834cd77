"""What abbreviations and concepts mean: as the plan explains them, else in general, with the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.model import Plan
from corpus.tables import DATA_FOLDER, read_table
from corpus.vietnamese import fold

WHERE_LIMIT = 12  # places named for one term


@dataclass(frozen=True, slots=True)
class Entry:
    """A term. ``in_plan``: the plan explains it. ``where``: section or task ids that explain or use it."""

    short: str
    full: str
    in_plan: bool
    where: tuple[str, ...] = ()
    note: str = ""
    source: str = ""  # outside the plan; empty for the plan's own and for plain abbreviations

    @property
    def is_used_unexplained(self) -> bool:
        """The plan writes the term but does not say what it means."""
        return not self.in_plan and bool(self.where)


class Glossary:
    """Terms by short form, full form and alias. Build it with ``Glossary.load``."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)

    @classmethod
    def load(cls, plan: Plan, path: Path | None = None) -> Glossary:
        """Join the plan's abbreviations with general ones from ``path`` (default: the bundled glossary.csv).

        Raises TableError with file and line for a row that cannot be used.
        """
        places = _Places(plan)
        explained = {fold(one.short): one for one in plan.abbreviations}
        entries: dict[str, Entry] = {}
        columns = ("short", "full", "aliases", "note", "source")
        for row in read_table(path or DATA_FOLDER / "glossary.csv", columns):
            if not row["full"]:
                raise row.error("ô full để trống")
            entry = Entry(row["short"], row["full"], False, (), row["note"], row["source"])
            own = explained.get(fold(entry.short))
            if own is not None:
                entry = replace(entry, full=own.full, in_plan=True, where=own.where)
            else:
                entry = replace(entry, where=places.of(entry.short))
            for name in (row["short"], *row.parts("aliases"), _without_brackets(row["full"])):
                entries.setdefault(fold(name), entry)
        for own in plan.abbreviations:
            known = entries.get(fold(own.short))
            if known is None or not known.in_plan:
                known = Entry(own.short, own.full, True, own.where)
            entries[fold(own.short)] = known
            entries.setdefault(fold(own.full), known)
        return cls(entries)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every term once, in the order of their short forms."""
        return tuple(sorted(set(self._entries.values()), key=lambda entry: fold(entry.short)))

    def lookup(self, term: str) -> Entry | None:
        """The entry of a short form, full form or alias; case, marks and punctuation do not count."""
        return self._entries.get(fold(term))


class _Places:
    """Folded words of the title, the sections and the tasks, to see where a term is used."""

    def __init__(self, plan: Plan) -> None:
        texts = [("tên văn bản", f"{plan.document.annex} {plan.document.title}")]
        texts += [(section.roman, section.title) for section in plan.sections]
        texts += [(parent.id, parent.title) for parent in plan.parents]
        texts += [(task.id, task.text) for task in plan.tasks]
        self._texts = [(name, f" {fold(text)} ") for name, text in texts]

    def of(self, short: str) -> tuple[str, ...]:
        wanted = f" {fold(short)} "
        if len(wanted) < 5 or fold(short) == "ai":
            return ()  # two letters fold onto ordinary words
        return tuple(name for name, text in self._texts if wanted in text)[:WHERE_LIMIT]


def _without_brackets(full: str) -> str:
    return full.partition(" (")[0]
