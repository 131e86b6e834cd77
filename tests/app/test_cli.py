"""The `troly` command: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from progress.database import newest_revision
from tests.app.conftest import Troly

QUESTION = "Cơ quan nào chủ trì nhiệm vụ III.4?"


def test_help_lists_every_command_without_loading_the_assistant(troly: Troly) -> None:
    ran = troly.in_a_process("--help")
    assert ran.status == 0
    for command in (
        "serve",
        "worker",
        "mail",
        "chat",
        "ask",
        "answer",
        "plan",
        "questions",
        "train-encoder",
        "migrate",
        "invite",
        "people",
        "revoke",
        "token",
        "doctor",
    ):
        assert f"  {command} " in ran.out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"port": "x"}, "TROLY_PORT: giá trị “x” không dùng được"),
        ({"retrieval_model": "./khong-co"}, "khong-co"),
        ({"database_url": "postgresql://ai:bimat@127.0.0.1:9/x"}, "Không mở được cơ sở dữ liệu"),
        ({"data_folder": "/proc/troly"}, "TROLY_DATA_FOLDER: không tạo được thư mục /proc/troly"),
        ({"database_url": "oracle://x"}, "cơ sở dữ liệu"),
    ],
)
def test_a_wrong_setting_is_one_line_and_status_2(troly: Troly, settings: dict[str, str], said: str) -> None:
    ran = troly("chat", **settings)
    assert (ran.status, ran.out) == (2, "")
    [line] = ran.err.splitlines()
    assert said in line
    assert "bimat" not in line


def test_a_damaged_plan_is_refused_by_every_command_with_the_same_line(troly: Troly) -> None:
    damaged = troly.folder / "plan.txt"
    damaged.write_text("Không phải kế hoạch\n", encoding="utf-8")
    told = {
        troly("plan", "check", str(damaged)).err,
        troly("ask", "x", plan=str(damaged)).err,
        troly("plan", "export", str(damaged), "-o", "out.json").err,
    }
    assert len(told) == 1
    assert len(told.pop().splitlines()) == 1
    assert not (troly.folder / "out.json").exists()


def test_plan_check_tells_the_document_and_every_doubt_with_its_line(troly: Troly) -> None:
    ran = troly("plan", "check")
    assert ran.status == 0
    assert ran.out.startswith("Kế hoạch 201/KH-UBND ngày 16/04/2026")
    assert "8 mục, 52 nhiệm vụ, 2 nhiệm vụ cha" in ran.out
    assert "  dòng " in ran.out


def test_plan_export_writes_the_whole_plan(troly: Troly) -> None:
    assert troly("plan", "export", "-o", "plan.json").status == 0
    exported = json.loads((troly.folder / "plan.json").read_text(encoding="utf-8"))
    assert len(exported["tasks"]) == 52
    assert set(exported) >= {"document", "sections", "tasks"}


def test_ask_prints_answer_quote_and_source(troly: Troly) -> None:
    ran = troly.in_a_process("ask", QUESTION)
    assert (ran.status, ran.err) == (0, "")
    assert "III.4" in ran.out
    assert "Nguồn: Mục III, STT 4" in ran.out


def test_words_of_a_question_need_no_quotation_marks(troly: Troly) -> None:
    assert troly("ask", *QUESTION.split()).out == troly("ask", QUESTION).out


def test_answer_answers_each_line_in_a_conversation_of_its_own(troly: Troly) -> None:
    questions = troly.folder / "questions.jsonl"
    questions.write_text(
        json.dumps({"id": "a", "question": QUESTION}, ensure_ascii=False)
        + "\n"
        + json.dumps({"id": "b", "turns": [{"question": QUESTION}, {"question": "thế ai phối hợp?"}]})
        + "\n",
        encoding="utf-8",
    )
    ran = troly("answer", "questions.jsonl", "-o", "answers.jsonl")
    assert ran.status == 0, ran.err
    answers = [
        json.loads(line) for line in (troly.folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [(answer["id"], len(answer["turns"])) for answer in answers] == [("a", 1), ("b", 2)]
    assert answers[0]["turns"] == answers[1]["turns"][:1]
    assert [turn["task_ids"] for turn in answers[1]["turns"]] == [["III.4"], ["III.4"]]
    assert set(answers[0]["turns"][0]) == {"text", "quote", "source", "kind", "task_ids", "group_task_ids"}


def test_a_bad_line_stops_the_batch_before_it_begins(troly: Troly) -> None:
    (troly.folder / "questions.jsonl").write_text('{"id": "a", "question": "x"}\n{"id": "b"}\n')
    ran = troly("answer", "questions.jsonl", "-o", "answers.jsonl")
    assert ran.status == 2
    assert ran.err == "questions.jsonl, dòng 2: thiếu “question” hoặc “turns”.\n"
    assert not (troly.folder / "answers.jsonl").exists()


def test_what_could_not_be_answered_is_listed(troly: Troly) -> None:
    asked = "Giá vàng hôm nay bao nhiêu?"
    assert troly("chat", typed=f"{asked}\n{QUESTION}\nGIA VANG HOM NAY BAO NHIEU\n").status == 0
    ran = troly("questions")
    assert ran.status == 0
    assert "2 lần · từ chối" in ran.out
    assert QUESTION not in ran.out
    [line] = troly("questions", "--json").out.splitlines()
    assert json.loads(line)["times"] == 2


def test_kept_data_is_closed_to_other_accounts(troly: Troly) -> None:
    troly("chat", typed=QUESTION)
    assert (troly.folder / "data").stat().st_mode & 0o077 == 0


def test_migrate_says_what_it_did(troly: Troly) -> None:
    assert f"Đã nâng cấp cơ sở dữ liệu: chưa có bảng → {newest_revision()}." in troly("migrate").out
    assert f"đã ở bản mới nhất ({newest_revision()})" in troly("migrate").out


def test_vietnamese_is_printed_whatever_the_locale(troly: Troly, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    assert "Trợ lý CCHC" in troly.in_a_process("--help").out


def test_every_command_has_a_module_of_its_own() -> None:
    from app import commands

    modules = {path.stem for path in Path(str(commands.__file__)).parent.glob("[a-z]*.py")}
    from app.cli import cli

    names = {str(command.name) for command in cli.registered_commands}
    names |= {str(group.name) for group in cli.registered_groups}
    assert {name.replace("-", "_") for name in names} == modules
