"""Which of a task's targets a question means."""

from __future__ import annotations

from itertools import pairwise

from bot.dialogue.understanding.phrases import words_of
from corpus.model import Target, Task

# Words of every target, which tell none apart.
_NOISE = frozenset(
    {
        "ty", "le", "ti", "dat", "tu", "tro", "len", "phan", "tram", "duoc", "cua", "cac", "la", "phai",
        "bao", "nhieu", "muc", "va", "trong", "den", "cho", "so", "voi", "theo", "nang", "cao", "chi", "tieu",
        "%",
    }
)  # fmt: skip
_FITS = 0.34  # share of the question's words a target must hold to be meant alone
_FITS_BULLET = 0.6  # the same for a bullet without target
_BULLET_LEAD = 0.25  # by how much such a bullet must fit better than the best target


def targets_meant(task: Task, words: str) -> tuple[Target, ...]:
    """The targets whose words fit the question best; all of them when none stands out; none when the
    question clearly means a bullet that carries no target."""
    scores = [(_shared(words, target_context(task, target)), target) for target in task.targets]
    best = max((score for score, _ in scores), default=0.0)
    without = _best_plain_bullet(task, words)
    if without > best + _BULLET_LEAD and without >= _FITS_BULLET:
        return ()
    if best < _FITS or len(task.targets) == 1 or _shared(words, task.title) > best:
        return task.targets
    chosen = [target for score, target in scores if score >= best - 0.01]
    return _with_company(task, tuple(chosen))


def bullet_meant(task: Task, words: str) -> str:
    """The bullet that fits the question best."""
    return max(
        (bullet.text for bullet in task.bullets), key=lambda text: _shared(words, text), default=task.title
    )


def target_context(task: Task, target: Target) -> str:
    """The target's words with those of the bullet it stands in."""
    bullet = task.bullets[target.bullet].text if target.bullet is not None else ""
    return f"{target.text} {target.scope} {bullet}"


def _with_company(task: Task, chosen: tuple[Target, ...]) -> tuple[Target, ...]:
    """A minimum brings its stretch; a class list ("loại: từ 70% ...") comes whole."""
    bullets = {target.bullet for target in chosen if target.bullet is not None}
    ranges = any(target.comparator == "range" for target in chosen)
    return tuple(
        target
        for target in task.targets
        if target in chosen
        or (target.is_stretch and target.bullet in bullets)
        or (ranges and target.comparator == "range")
    )


def _best_plain_bullet(task: Task, words: str) -> float:
    carrying = {target.bullet for target in task.targets}
    return max(
        (_shared(words, bullet.text) for i, bullet in enumerate(task.bullets) if i not in carrying),
        default=0.0,
    )


def _shared(words: str, text: str) -> float:
    """Share (0-1) of the question's telling words, by pairs and singles, that the text holds."""
    said = [word.folded for word in words_of(words) if word.folded not in _NOISE]
    if not said:
        return 0.0
    held = [word.folded for word in words_of(text)]
    known = set(held)
    single = sum(1 for word in said if word in known) / len(said)
    pairs = list(pairwise(said))
    there = set(pairwise(held))
    double = sum(1 for pair in pairs if pair in there) / len(pairs) if pairs else single
    return 0.5 * single + 0.5 * double
