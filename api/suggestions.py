"""First questions to offer, made from whatever plan is served."""

from __future__ import annotations

from corpus.model import Plan, Task

TITLE_LIMIT = 60  # characters; a longer title does not read as a question on a phone


def suggest_questions(plan: Plan) -> tuple[str, ...]:
    """One question of each common kind, as far as the plan can answer it."""
    return tuple(
        question for question in (_lead(plan), _target(plan), _agency(plan), _section(plan)) if question
    )


def _lead(plan: Plan) -> str:
    task = next((task for task in plan.tasks if _reads_well(task) and len(task.lead_agencies) == 1), None)
    return f"Cơ quan nào chủ trì “{task.title}”?" if task else ""


def _target(plan: Plan) -> str:
    task = next((task for task in plan.tasks if any(target.has_number for target in task.targets)), None)
    return f"Nhiệm vụ {task.id} phải đạt chỉ tiêu bao nhiêu?" if task else ""


def _agency(plan: Plan) -> str:
    named = [agency.name for agency in plan.agencies if agency.kind == "agency"]
    if not named:
        return ""
    busiest = max(named, key=lambda name: len(plan.led_by.get(name, ())))
    return f"{busiest} chủ trì những nhiệm vụ nào?"


def _section(plan: Plan) -> str:
    section = next((section for section in plan.sections if len(section.title) <= TITLE_LIMIT), None)
    return f"Mục {section.roman} gồm những nhiệm vụ nào?" if section else ""


def _reads_well(task: Task) -> bool:
    return len(task.title) <= TITLE_LIMIT
