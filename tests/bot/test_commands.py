"""Commands are declared once and every list of them says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import (
    COMMANDS,
    DESCRIPTION_LIMIT,
    NAME_PATTERN,
    Command,
    addressed_bot,
    commands_for,
    help_text,
    markdown_table,
    missing_argument,
    parse_command,
    spoken,
)

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_fits_telegram(command: Command) -> None:
    assert all(NAME_PATTERN.fullmatch(name) for name in (command.name, *command.aliases))
    assert 1 <= len(command.description) <= DESCRIPTION_LIMIT


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_is_understood_as_its_own_command(command: Command) -> None:
    parsed = parse_command(command.example)
    assert parsed is not None
    assert parsed[0] is command
    assert bool(parsed[1]) == bool(command.argument)


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/nhiemvu III.4", "nhiemvu", "III.4"),
        ("/nhiemvu@troly_cchc_bot III.4", "nhiemvu", "III.4"),
        ("/NHIEMVU   iii.4  ", "nhiemvu", "iii.4"),
        ("/coquan Sở Nông nghiệp và Môi trường", "coquan", "Sở Nông nghiệp và Môi trường"),
        ("/timkiem\ntài sản công", "timkiem", "tài sản công"),
        ("/start moi-abc_123", "start", "moi-abc_123"),
        ("/help", "trogiup", ""),
        ("  /muc 3", "muc", "3"),
    ],
)
def test_a_typed_command_gives_its_command_and_argument(text: str, name: str, argument: str) -> None:
    parsed = parse_command(text)
    assert parsed is not None
    assert (parsed[0].name, parsed[1]) == (name, argument)


@pytest.mark.parametrize(
    "text", ["", "/", "nhiemvu III.4", "/khongco", "/nhiệmvụ III.4", "1/2", "a /muc 3", "//muc"]
)
def test_what_is_no_known_command_is_left_to_the_dialogue(text: str) -> None:
    assert parse_command(text) is None


def test_a_command_names_the_bot_it_is_meant_for() -> None:
    assert addressed_bot("/muc@Khac_Bot 3") == "Khac_Bot"
    assert addressed_bot("/muc 3") == ""
    assert addressed_bot("mục 3") is None


def test_a_command_stands_for_the_question_a_person_would_ask() -> None:
    said = {command.name: spoken(command, "X") for command in COMMANDS}
    assert said["nhiemvu"] == "Chi tiết nhiệm vụ X"
    assert said["coquan"] == "X có những nhiệm vụ nào?"
    assert said["timkiem"] == "X"
    assert said["start"] is None


def test_a_command_without_its_argument_asks_for_it_with_an_example() -> None:
    task = next(command for command in COMMANDS if command.kind == "task")
    assert spoken(task, "") is None
    assert missing_argument(task) == "Anh/chị ghi thêm mã sau lệnh, ví dụ: /nhiemvu III.4"


def test_the_help_names_every_command_offered_there() -> None:
    lines = help_text("group").splitlines()
    assert [line.split(":")[0] for line in lines] == [command.usage for command in commands_for("group")]


def test_the_readme_shows_the_commands_as_they_are_declared() -> None:
    assert markdown_table() in README.read_text(encoding="utf-8")


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_looked_at(text: str) -> None:
    assert parse_command(text) is None or text.strip().startswith("/")
