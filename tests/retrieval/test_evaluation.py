"""Measuring the search: questions and forms, figures with intervals, reliability, and the table."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.model import Plan
from corpus.vietnamese import fold, has_marks
from retrieval.encoder import Encoder
from retrieval.evaluation.evaluate import evaluate_plan, evaluate_texts, joined
from retrieval.evaluation.figures import figures, gain, interval
from retrieval.evaluation.questions import Asked, QuestionError, in_forms, read_questions
from retrieval.evaluation.ranking import PassageRanking, bare_terms
from retrieval.evaluation.reliability import Judged, answered_at, bins, calibration_error, zones
from retrieval.evaluation.report import as_values, table
from retrieval.search import Search

ASKED = [
    Asked("chích ngừa cho con nít", frozenset({"A.1"}), "bank"),
    Asked("coi bếp ăn tập thể có sạch không", frozenset({"A.3"}), "bank"),
    Asked("sửa phòng học và bàn ghế", frozenset({"B.4"}), "bank"),
    Asked("giá vàng hôm nay", frozenset(), "bank"),
]


def test_only_questions_about_one_task_or_none_are_read(tmp_path: Path) -> None:
    rows = [
        {"question": "ai lo?", "expect": {"task_ids": ["I.1"], "mode": "any"}},
        {"question": "giá vàng", "expect": {"refuse": True}},
        {"question": "liệt kê", "expect": {"task_ids": ["I.1", "I.2"], "mode": "exact_set"}},
        {"question": "cái nào", "expect": {"task_ids": ["I.1"], "clarify": True}},
        {"turns": [{"question": "hỏi trước", "expect": {"task_ids": ["I.2"]}}]},
    ]
    file = tmp_path / "bank.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    assert read_questions(file) == [
        Asked("ai lo?", frozenset({"I.1"}), "bank"),
        Asked("giá vàng", frozenset(), "bank"),
        Asked("hỏi trước", frozenset({"I.2"}), "bank"),
    ]


def test_a_line_that_is_no_question_is_told(tmp_path: Path) -> None:
    file = tmp_path / "bank.jsonl"
    file.write_text('{"question": "thiếu đáp án"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match=r"bank\.jsonl, dòng 1"):
        read_questions(file)
    with pytest.raises(QuestionError, match="không đọc được"):
        read_questions(tmp_path / "missing.jsonl")


def test_each_form_types_the_same_question_differently() -> None:
    question = Asked("Giải quyết thủ tục hành chính đúng hạn", frozenset({"III.4"}), "bank")
    forms = dict(in_forms([question, Asked("khong dau", frozenset({"I.1"}), "bank")]))
    assert [one.text for one in forms["diacritics"]] == [question.text]
    assert [one.text for one in forms["none"]] == [fold(question.text)]
    assert not has_marks(forms["none"][0].text)
    assert len(set(forms["typos"][0].text.split()) - set(question.text.split())) == 1
    assert "tthc" in forms["abbreviations"][0].text.lower()
    assert all(one.wanted == question.wanted for of in forms.values() for one in of)


def test_figures_come_from_ranks() -> None:
    found = figures(np.asarray([1, 2, 6, 40], dtype=np.int64))
    assert found.hit_at_1.mean == 0.25
    assert found.recall_at_5.mean == 0.5
    assert found.recall_at_10.mean == 0.75
    assert found.mrr_at_10.mean == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)
    assert found.hit_at_1.low <= 0.25 <= found.hit_at_1.high


def test_an_interval_narrows_with_more_questions_and_a_gain_is_paired() -> None:
    few, many = interval([0.0, 1.0] * 10), interval([0.0, 1.0] * 1_000)
    assert many.high - many.low < few.high - few.low
    better, worse = np.asarray([1, 1, 2, 1] * 50), np.asarray([2, 1, 4, 2] * 50)
    assert gain(better, worse).is_above_zero
    assert not gain(worse, worse).is_above_zero


def test_reliability_compares_what_was_promised_with_what_came() -> None:
    judged = [Judged(0.9, "answer", 1, True)] * 9 + [Judged(0.9, "answer", 2, True)]
    judged += [Judged(0.2, "refuse", None, False)] * 5 + [Judged(0.5, "offer", 3, True)] * 5
    found = bins(judged)
    assert [(one.count, round(one.came, 2)) for one in found] == [(5, 0.0), (5, 0.0), (10, 0.9)]
    assert calibration_error(found) == pytest.approx((5 * 0.2 + 5 * 0.5) / 20)
    told = zones(judged)
    assert (told.answered, told.answered_right, told.unsure, told.refused) == (0.5, 0.9, 0.25, 0.25)
    assert told.offered_right == 0.5


def test_out_of_scope_is_counted_where_most_others_are_answered() -> None:
    judged = [Judged(at / 100, "offer", 1, True) for at in range(1, 101)]
    judged += [Judged(0.5, "offer", None, False), Judged(0.01, "refuse", None, False)]
    assert answered_at(judged, 0.95) == 0.5
    assert answered_at(judged, 0.40) == 0.0


def test_a_plan_is_evaluated_side_by_side(small_plan: Plan, small_search: Search) -> None:
    report = evaluate_plan(ASKED, small_plan, small_search)
    typed = report.measured[0]
    assert (typed.source, typed.form, typed.sides["blend"].asked) == ("bank", "như đã gõ", 3)
    assert typed.sides["blend"].recall_at_5.mean == 1.0
    assert report.zones["bank"].asked == 4
    assert sum(one.count for one in report.bins) == 4
    text = table(report)
    assert "| bank | none | 3 | từ khóa |" in text
    assert "câu ngoài kế hoạch" in text
    json.dumps(as_values(report))


def test_texts_are_ranked_whole(tmp_path: Path, encoder: Encoder) -> None:
    rows = [
        {"title": f"Điều {at}", "text": text}
        for at, text in enumerate(["Nuôi cá tra trong ao", "Trồng lúa ba vụ", "Xây cầu qua sông Hậu"])
    ]
    (tmp_path / "passages.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    questions = [
        {"question": "trồng lúa mấy vụ", "passage": "Điều 1. Trồng lúa ba vụ"},
        {"question": "không có trong kho", "passage": "Điều 9. Không có"},
    ]
    (tmp_path / "questions_dev.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    report = joined([evaluate_texts(tmp_path, encoder)])
    assert {one.form for one in report.measured} >= {"diacritics", "none", "typos"}
    assert report.measured[0].sides["lexical"].asked == 1
    assert report.measured[0].sides["lexical"].hit_at_1.mean == 1.0


def test_marks_never_change_the_rank_of_a_text(encoder: Encoder) -> None:
    ranking = PassageRanking(["Nuôi cá tra", "Nuôi tôm", "Trồng lúa"], encoder)
    asked = Asked("nuôi tôm", frozenset({"Nuôi tôm"}), "bank")
    bare = Asked("nuoi tom", frozenset({"Nuôi tôm"}), "bank")
    assert bare_terms(asked.text) == bare_terms(bare.text)
    assert ranking.ranks([asked])["blend"].tolist() == ranking.ranks([bare])["blend"].tolist() == [1]
