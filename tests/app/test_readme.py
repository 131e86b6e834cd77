"""The README tells what is there: commands of `troly`, files it points to, pictures that load fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from app.cli import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE_LIMIT_BYTES = 200_000
LINKED = re.findall(r'\]\(([^)#:]+)\)|src="([^":]+)"', README)


def commands(group: object, prefix: str) -> Iterator[tuple[str, str]]:
    """``troly plan check`` and its help, for every command below ``group``."""
    for name, command in sorted(getattr(group, "commands", {}).items()):
        if getattr(command, "commands", None):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", str(command.help)


def test_every_command_of_troly_is_listed_with_its_own_help() -> None:
    rows = [f"| `{name}` | {told} |" for name, told in commands(typer.main.get_command(cli), "troly")]
    assert len(rows) > 5
    assert "\n".join(["| Command | Says of itself |", "|---|---|", *rows]) in README


@pytest.mark.parametrize("path", [link or source for link, source in LINKED])
def test_every_file_pointed_to_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_path_named_in_code_style_is_there() -> None:
    named = set(
        re.findall(r"`((?:app|api|bot|retrieval|progress|corpus|tests|docs|deploy)/[\w/.-]+)`", README)
    )
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


def test_pictures_load_fast() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    assert all(picture.stat().st_size < PICTURE_LIMIT_BYTES for picture in pictures)
