"""The picture of the roll-up is a PNG for a phone, with every letter of its Vietnamese names."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font
from PIL import Image

from bot.roll_up_picture import WIDTH_PIXELS, roll_up_picture
from corpus.agencies import Directory
from progress.digests import CoordinatorPart, Gap

SECTIONS = tuple(Gap(roman, 3, 12, 1) for roman in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII"))
WORST = tuple(Gap(name, 9, 12, 9) for name in ("Văn phòng Ủy ban nhân dân tỉnh", "Xã Vĩnh Thạnh Trung"))
HEADING = "Kỳ 6 tháng 2026, đến 22/6/2026"


def part(*worst: Gap) -> CoordinatorPart:
    return CoordinatorPart("2026-6T", Gap("2026-6T", 24, 96, 8), (), SECTIONS, (), worst, 0, 0, None)


def test_it_is_twice_as_wide_as_a_phone_and_longer_with_agencies() -> None:
    without, whole = (Image.open(io.BytesIO(roll_up_picture(one, HEADING))) for one in (part(), part(*WORST)))
    assert (without.format, without.width, whole.width) == ("PNG", WIDTH_PIXELS, WIDTH_PIXELS)
    assert whole.height > without.height


def test_its_font_has_every_letter_of_the_agencies() -> None:
    font = FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"))
    names = [agency.name for agency in Directory.load().agencies]
    letters = {letter for name in (*names, HEADING, "Quá hạn nhiều nhất") for letter in name}
    assert sorted(letter for letter in letters if ord(letter) not in font.get_charmap()) == []
