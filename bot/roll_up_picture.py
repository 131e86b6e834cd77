"""The roll-up as a picture for a phone: what is missing by section, and the agencies furthest behind."""

from __future__ import annotations

import io
import os
import tempfile
import textwrap
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from progress.digests import CoordinatorPart, Gap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_PIXELS = 780  # twice a phone's 390, so that it is sharp there
NAME_WIDTH = 20  # characters of a line of an agency's name
_DPI = 200
_ROW_INCHES = 0.31
_FONT = "DejaVu Sans"  # has every Vietnamese letter, and comes with the library
_REPORTED, _MISSING, _OVERDUE = "#2f855a", "#ecc94b", "#c53030"
_FONTS_FOLDER = "troly-matplotlib"
_one_at_a_time = threading.Lock()  # all figures share their fonts


@lru_cache(maxsize=4)  # all coordinators of a morning get the same
def roll_up_picture(part: CoordinatorPart, heading: str) -> bytes:
    """A PNG, WIDTH_PIXELS wide: reported, missing and overdue reports by section, then the worst agencies."""
    # The library keeps a list of fonts, by default among the files of whoever runs it.
    os.environ.setdefault("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / _FONTS_FOLDER))
    with _one_at_a_time:
        return _drawn(part, heading)


def has_font() -> bool:
    """Whether the font of the picture is there; without it Vietnamese letters would be boxes."""
    from matplotlib.font_manager import findfont

    try:
        findfont(_FONT, fallback_to_default=False)
    except ValueError:
        return False
    return True


def _drawn(part: CoordinatorPart, heading: str) -> bytes:
    from matplotlib import rc_context  # 40 MiB, which only those who draw need
    from matplotlib.figure import Figure

    heights = [len(part.sections) + 3, *([1.3 * len(part.worst) + 2] if part.worst else [])]
    size = (WIDTH_PIXELS / _DPI, _ROW_INCHES * sum(heights) + 0.4)
    with rc_context({"font.family": _FONT, "font.size": 9, "axes.titlesize": 9.5}):
        figure = Figure(figsize=size, dpi=_DPI, layout="constrained")
        figure.suptitle(heading, fontsize=11, fontweight="bold")
        axes = figure.subplots(len(heights), 1, height_ratios=heights, squeeze=False)
        _sections(axes[0][0], part.sections)
        if part.worst:
            _agencies(axes[1][0], part.worst)
        file = io.BytesIO()
        figure.savefig(file, format="png")
    return file.getvalue()


def _sections(axes: Axes, gaps: Sequence[Gap]) -> None:
    """One bar a section, in percent of what is due there; the numbers say how much that is."""
    names = [f"Mục {one.name}" for one in gaps]
    shares = [100 / one.whole if one.whole else 0.0 for one in gaps]
    parts = (
        ("đã nộp", _REPORTED, [one.whole - one.missing for one in gaps]),
        ("chưa nộp", _MISSING, [one.missing - one.overdue for one in gaps]),
        ("quá hạn", _OVERDUE, [one.overdue for one in gaps]),
    )
    left = [0.0] * len(gaps)
    for label, color, counts in parts:
        widths = [count * share for count, share in zip(counts, shares, strict=True)]
        axes.barh(names, widths, left=left, color=color, label=label)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    for place, one in enumerate(gaps):
        axes.text(102, place, f"{one.whole - one.missing}/{one.whole}", va="center")
    axes.set_title("Đã nộp theo mục", loc="left")
    axes.set_xlim(0, 140)
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.3, -0.01),
        ncols=3,
        frameon=False,
        handlelength=1,
        columnspacing=1,
    )
    _bare(axes)


def _agencies(axes: Axes, gaps: Sequence[Gap]) -> None:
    """The agencies with the most overdue reports, the worst on top."""
    names = [textwrap.fill(one.name, NAME_WIDTH) for one in gaps]
    bars = axes.barh(names, [one.overdue for one in gaps], color=_OVERDUE)
    axes.bar_label(bars, padding=3)
    axes.set_title("Quá hạn nhiều nhất", loc="left")
    axes.margins(x=0.12)
    _bare(axes)


def _bare(axes: Axes) -> None:
    """The first on top, and nothing that only decorates."""
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.xaxis.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
