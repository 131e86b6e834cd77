"""Lists, counts and rankings of tasks, agencies and sections."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.names import capital, joined, task_name
from corpus.model import Task

PAGE_SIZE = 10  # tasks shown at once in chat

VERBS = {"lead": "chủ trì", "coordinate": "phối hợp", "either": "chủ trì hoặc phối hợp"}


def heading(subject: str, count: int, note: str = "") -> str:
    """ "Sở Nội vụ chủ trì 10 nhiệm vụ:"."""
    return f"{subject} {count} nhiệm vụ{note}:"


def numbered_heading(section: str, numbered: int, count: int) -> str:
    return f"{section} có {numbered} số thứ tự, gồm {count} nhiệm vụ:"


def nothing(subject: str, note: str = "") -> str:
    return f"{subject} 0 nhiệm vụ: kế hoạch không nêu nhiệm vụ nào như vậy{note}."


def rows(tasks: Sequence[Task], *, with_leads: bool = False) -> list[str]:
    return [
        f"• {task_name(task)}" + (f" ({joined(task.lead_agencies)})" if with_leads else "") for task in tasks
    ]


def page(lines: Sequence[str], number: int) -> tuple[list[str], bool]:
    """Lines of page ``number`` (from 1), and whether more follow."""
    start = (number - 1) * PAGE_SIZE
    return list(lines[start : start + PAGE_SIZE]), start + PAGE_SIZE < len(lines)


def rest_note(left: int) -> str:
    return f"… còn {left} nhiệm vụ nữa."


def through_group(agency: str, groups: Sequence[str], role: str, ids: Sequence[str], total: int) -> str:
    """What binds an agency only as a member of a group, said apart."""
    names = " và ".join(f"“{group}”" for group in groups)
    said = f"Ngoài ra, là thành viên nhóm {names}, {agency} cùng {VERBS[role]} {total} nhiệm vụ"
    named = total - len(ids)
    if not named:
        return f"{said}: {', '.join(ids)}."
    apart = f"{said}, trong đó {named} nhiệm vụ đã nêu tên {agency} ở vai trò khác"
    return f"{apart}; {len(ids)} nhiệm vụ còn lại: {', '.join(ids)}." if ids else f"{apart}."


def only_through_group(agency: str, groups: Sequence[str], role: str, count: int, place: str) -> str:
    names = " và ".join(f"“{group}”" for group in groups)
    member = f"{agency} không được nêu đích danh; là thành viên nhóm {names}"
    return f"{member}, cùng {VERBS[role]} {count} nhiệm vụ{place}:"


def section_split(numbered: int, parents: Sequence[str]) -> str:
    """Why a section has more tasks than STT numbers."""
    return f" ({numbered} số thứ tự; {joined(parents)} tách thành nhiệm vụ con)"


def by_role(section: str, aspect: str, grouped: Sequence[tuple[str, Sequence[str]]]) -> str:
    """What each group of rows of a section shares: leaders, coordinators or time."""
    what = {"lead": "Chủ trì", "agencies": "Chủ trì", "coordinate": "Phối hợp", "timeframe": "Thời gian"}[
        aspect
    ]
    lines = [f"{what} ở {section}:"]
    return "\n".join(lines + [f"• {names or 'không nêu'}: {', '.join(ids)}" for names, ids in grouped])


def one_lead(section: str, names: str, count: int) -> str:
    return f"{names} chủ trì cả {count} nhiệm vụ của {section}."


def sections_counted(count: int, titles: Sequence[tuple[str, str]], name: str) -> str:
    return "\n".join([f"{name} có {count} lĩnh vực:", *(f"• {roman}. {title}" for roman, title in titles)])


def agencies_counted(
    count: int, verb: str, named: Sequence[tuple[str, int]], groups: Sequence[tuple[str, int]], place: str
) -> str:
    lines = [f"Có {count} cơ quan được nêu đích danh {verb}{place}:"]
    lines += [f"• {name} ({tasks})" for name, tasks in named]
    if groups:
        lines.append(
            f"Ngoài ra có {len(groups)} nhóm cơ quan: "
            + joined(f"{name} ({tasks})" for name, tasks in groups)
            + "."
        )
    return "\n".join(lines)


def targets_counted(count: int, tasks: int, place: str) -> str:
    return f"Có {count} chỉ tiêu định lượng hoặc so sánh được{place}, nằm trong {tasks} nhiệm vụ."


def agencies_ranked(
    named: Sequence[tuple[str, int]],
    groups: Sequence[tuple[str, int]],
    verb: str,
    *,
    is_fewest: bool,
    place: str,
) -> str:
    extreme = "ít" if is_fewest else "nhiều"
    first = named[0][1]
    top = [name for name, count in named if count == first]
    each = "cùng " if len(top) > 1 else ""
    lines = [
        f"{joined(top)} {each}{verb} {extreme} nhất trong các cơ quan nêu đích danh{place}: {first} nhiệm vụ."
    ]
    lines += [f"• {name}: {count}" for name, count in named if name not in top]
    if groups and not is_fewest:
        lines.append("Tính theo nhóm: " + joined(f"{name} ({count})" for name, count in groups) + ".")
    return "\n".join(lines)


def sections_ranked(sections: Sequence[tuple[str, str, int]], *, is_fewest: bool) -> str:
    extreme = "ít" if is_fewest else "nhiều"
    first = sections[0][2]
    top = [f"mục {roman} ({title})" for roman, title, count in sections if count == first]
    head = joined(top)
    lines = [f"{capital(head)} có {extreme} nhiệm vụ nhất: {first} nhiệm vụ."]
    return "\n".join(
        lines + [f"• {roman}. {title}: {count}" for roman, title, count in sections if count != first]
    )


def tasks_ranked(tasks: Sequence[tuple[Task, int]], unit: str, *, is_fewest: bool) -> str:
    extreme = "Ít" if is_fewest else "Nhiều"
    task, first = tasks[0]
    names = f" ({joined(task.coordinating_agencies)})" if "phối hợp" in unit else ""
    return f"{extreme} {unit} nhất là {task_name(task)}: {first} {unit}{names}."


def agencies_compared(ranked: Sequence[tuple[str, int]], verb: str, *, is_fewest: bool) -> str:
    extreme = "ít" if is_fewest else "nhiều"
    if len({count for _, count in ranked}) == 1:
        return f"{joined(name for name, _ in ranked)} {verb} bằng nhau: {ranked[0][1]} nhiệm vụ."
    others = joined(f"{name}: {count}" for name, count in ranked[1:])
    return f"{ranked[0][0]} {verb} {extreme} hơn: {ranked[0][1]} nhiệm vụ; {others}."


def page_heading(number: int, pages: int) -> str:
    return f"Trang {number}/{pages}:"


def agency_overview(lead: Sequence[Task], coordinate: Sequence[Task]) -> list[str]:
    lines = []
    if lead:
        lines += [f"Chủ trì {len(lead)}:", *rows(lead)]
    if coordinate:
        lines += [f"Phối hợp {len(coordinate)}:", *rows(coordinate)]
    return lines


def claim(said: int | None, count: int) -> str:
    """Opens the reply to a number somebody believed; nothing when none was said."""
    if said is None:
        return ""
    return "Đúng. " if said == count else f"Không phải {said}. "
