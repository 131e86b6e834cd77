"""Fits the search's confidence on the question banks: `python -m bench.calibrate [--texts DIR] [--write]`.

Questions held back (``*_held_back.jsonl``) are never read here. ``--texts`` adds plans made of laws, so that
what is learned holds for other plans too. Every text the dialogue searches for is a sample, and so is its
question with shorthand written out. The bundled plan is asked with its aliases, and with sayings of the bank
alone as a plan without aliases is.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.wiring import open_search
from bench.made_up_plans import made_up_plans
from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About
from bot.dialogue.understanding.lexicon import Lexicon, build_lexicon
from bot.dialogue.understanding.understand import understand
from corpus.agencies import Directory
from corpus.glossary import Glossary
from corpus.model import Plan
from corpus.plans import BUNDLED_PLAN, read_plan
from corpus.shorthand import Shorthand
from retrieval.calibration import Sample, fit
from retrieval.confidence import CALIBRATION, Calibration
from retrieval.encoder import Encoder, load_encoder
from retrieval.evaluation.questions import Asked, read_questions
from retrieval.search import Search

BANKS = Path(__file__).parents[1] / "tests" / "questions"
OWN_BANKS = ("answerable", "out_of_scope", "colloquial", "colloquial_out_of_scope")


def searched_words(question: str, lexicon: Lexicon) -> list[str]:
    """What the dialogue would search for, and the question as it stands."""
    about = getattr(understand(question, Conversation(), lexicon), "about", None)
    if not isinstance(about, About) or not about.words:
        return []  # settled before any search: another province, a person, a row by its code
    return [about.words, lexicon.shorthand.expand(question).text]


def samples(plan: Plan, search: Search, questions: Iterable[Asked]) -> Iterator[Sample]:
    """One sample for each text; a parent asked for is right with any of its children."""
    lexicon = build_lexicon(plan, Directory.load(None), Glossary.load(plan), Shorthand.load())
    for question in questions:
        wanted = question.leaves(plan)
        for text in dict.fromkeys(searched_words(question.text, lexicon)):
            found, evidence = search.evidence(text)
            yield Sample(evidence, found in wanted, question.text)


def samples_of_own_plan(encoder: Encoder) -> Iterator[Sample]:
    """Every bank of the bundled plan with its aliases, and without them."""
    plan = read_plan()
    questions = [one for name in OWN_BANKS for one in read_questions(BANKS / f"{name}.jsonl")]
    yield from samples(plan, open_search(plan, BUNDLED_PLAN, encoder), questions)
    yield from samples(plan, Search.open(plan, encoder=encoder), questions)


def samples_of_other_plans(encoder: Encoder) -> Iterator[Sample]:
    """The plans of tests/questions/other_plans, which have no aliases of their own."""
    for file in sorted((BANKS / "other_plans").glob("*.txt")):
        plan = read_plan(file)
        yield from samples(plan, open_search(plan, file, encoder), read_questions(file.with_suffix(".jsonl")))


def samples_of_laws(folder: Path, encoder: Encoder) -> Iterator[Sample]:
    """One sample for each question about plans made of laws."""
    for made_up in made_up_plans(folder):
        search = Search.open(made_up.plan, encoder=encoder)
        for question, task_id in made_up.questions:
            found, evidence = search.evidence(question)
            yield Sample(evidence, task_id is not None and found == task_id, question)


def _show(name: str, tried: list[Sample], calibration: Calibration) -> None:
    for is_right in (True, False):
        chances = [calibration.probability(one.evidence) for one in tried if one.is_right == is_right]
        if chances:
            zones = Counter(calibration.zone(chance) for chance in chances)
            shares = ", ".join(
                f"{zone} {zones[zone] / len(chances):.3f}" for zone in ("answer", "offer", "refuse")
            )
            print(f"{name}, first hit {'right' if is_right else 'wrong or none'} ({len(chances)}): {shares}")


def main() -> None:
    """Fit, show the figures, and with ``--write`` replace the shipped calibration."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="replace retrieval/data/confidence.json")
    options.add_argument("--texts", type=Path, help="folder with passages.jsonl.gz and questions_dev.jsonl")
    wanted = options.parse_args()
    encoder = load_encoder()
    groups = {
        "bundled plan": list(samples_of_own_plan(encoder)),
        "other plans": list(samples_of_other_plans(encoder)),
        "plans of laws": list(samples_of_laws(wanted.texts, encoder)) if wanted.texts else [],
    }
    found = fit([sample for group in groups.values() for sample in group])
    for name, value in found.figures.items():
        print(f"{name:28} {value}")
    for name, group in groups.items():
        _show(name, group, found.calibration)
    if wanted.write:
        found.calibration.save(
            CALIBRATION, **found.figures, fitted_on=dt.datetime.now(dt.UTC).date().isoformat()
        )


if __name__ == "__main__":
    main()
