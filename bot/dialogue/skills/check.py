"""Confirms or corrects what a person believes: a role, a figure, a time."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import AskFact, Aspect, CheckFigure, CheckRole, CheckTime
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Outgoing
from bot.dialogue.resolving import Found
from bot.dialogue.skills.fact import answer_fact, settle
from bot.dialogue.skills.replies import Turn, about_task, quote_of_target, remembered
from bot.dialogue.skills.targets import targets_meant
from bot.texts import checks
from corpus.agencies import Agency
from corpus.model import Target, Task
from corpus.vietnamese import fold


def check_role(intent: CheckRole, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """ "Tài sản công là Thanh tra tỉnh chủ trì đúng không?" """
    aspect: Aspect = "lead" if intent.role == "either" else intent.role
    found = settle(intent.about, aspect, conversation, knowledge)
    if isinstance(found, Turn):
        return found
    task = knowledge.task(found.task_ids[0])
    text = role_verdict(task, intent.agency, intent.role, knowledge)
    return _told(text, task, aspect, found, conversation, knowledge)


def role_verdict(task: Task, agency: Agency, role: str, knowledge: Knowledge) -> str:
    """The sentence that tells whether the agency has the role in the task, by name or through a group."""
    name = knowledge.names_in_plan.get(agency.name, agency.name)
    leads, coordinates = name in task.lead_agencies, name in task.coordinating_agencies
    if role == "either":
        role = "lead" if leads else "coordinate" if coordinates else "either"
    if (role == "lead" and leads) or (role == "coordinate" and coordinates):
        return checks.role_confirmed(task, name, role)
    if not leads and not coordinates:
        through = _through_group(task, agency, role, knowledge)
        if through:
            return through
    if role == "lead":
        return checks.lead_corrected(task, name, coordinates=coordinates)
    if role == "coordinate":
        return checks.coordinator_corrected(task, name, leads=leads)
    return checks.no_role(task, name)


def check_figure(intent: CheckFigure, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """A stated figure against the target it means."""
    found = settle(intent.about, "target", conversation, knowledge)
    if isinstance(found, Turn):
        return found
    task = knowledge.task(found.task_ids[0])
    comparable = [
        (target, figure)
        for target in targets_meant(task, intent.about.words)
        if (figure := _figure(target, intent.unit)) is not None
    ]
    if not comparable:
        if task.targets and not intent.is_reached:
            return answer_fact(AskFact(("target",), intent.about), conversation, knowledge)
        return _told(checks.figure_not_comparable(task), task, "target", found, conversation, knowledge)
    exact = next((target for target, figure in comparable if figure == intent.value), None)
    first, figure = comparable[0]
    target = exact or first
    said = checks.figure(intent.value, intent.unit)
    if intent.is_reached:
        text = _reached(task, first, figure, intent.value, said)
    elif exact:
        text = checks.figure_confirmed(task, target)
    else:
        text = checks.figure_corrected(task, target, said)
    return _told(text, task, "target", found, conversation, knowledge, quote_of_target(task, target))


def check_time(intent: CheckTime, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """A stated year or span against the time frame."""
    found = settle(intent.about, "timeframe", conversation, knowledge)
    if isinstance(found, Turn):
        return found
    task = knowledge.task(found.task_ids[0])
    said, frame = fold(intent.said), fold(task.timeframe)
    right = said == frame or (len(said) == 4 and frame.endswith(said))
    text = checks.time_confirmed(task) if right else checks.time_corrected(task, intent.said)
    return _told(text, task, "timeframe", found, conversation, knowledge)


def _told(
    text: str,
    task: Task,
    aspect: str,
    found: Found,
    conversation: Conversation,
    knowledge: Knowledge,
    quote: str | None = None,
) -> Turn:
    reply: Outgoing = about_task(
        text, task, knowledge, asked=aspect, quote=quote, confidence=found.confidence
    )
    return Turn(reply, remembered(conversation, topic_tasks=(task.id,), section=task.section, asked=aspect))


def _through_group(task: Task, agency: Agency, role: str, knowledge: Knowledge) -> str:
    for group in knowledge.directory.groups_of(agency.name):
        name = knowledge.names_in_plan.get(group, group)
        if name in task.lead_agencies and role in ("lead", "either"):
            return checks.role_through_group(task, agency.name, "lead", name)
        if name in task.coordinating_agencies and role in ("coordinate", "either"):
            return checks.role_through_group(task, agency.name, "coordinate", name)
    return ""


def _figure(target: Target, unit: str) -> float | None:
    """The target's figure, when it can be compared with one in this unit."""
    if not isinstance(target.value, float | int) or (unit == "%") != target.unit.startswith("%"):
        return None
    return target.value


def _reached(task: Task, target: Target, figure: float, value: float, said: str) -> str:
    gap = abs(value - figure)
    is_met = value <= figure if target.comparator in ("<=", "max-rank") else value >= figure
    unit = "điểm %" if target.unit.startswith("%") else target.unit
    return checks.figure_reached(
        task, target, said, is_met=is_met, gap=checks.figure(gap, unit) if gap else ""
    )
