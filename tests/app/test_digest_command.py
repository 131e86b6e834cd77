"""`troly digest` prints what would be sent, queues what is due, and refuses what it cannot do."""

from __future__ import annotations

from tests.app.conftest import Troly


def test_a_dry_run_prints_every_digest_of_a_day_and_keeps_nothing(troly: Troly) -> None:
    invited = troly("invite", "--agency", "Phường Rạch Giá", "--role", "dau-moi")
    code = invited.out.split(": ")[1].split("\n")[0]
    troly("chat", typed=f"/dangky {code}\n")
    for _ in range(2):
        ran = troly("digest", "--date", "2026-06-18", "--dry-run")
        assert (ran.status, ran.err) == (0, "")
        assert "lúc 07:30\nBản tin thứ Năm 18/6/2026\nKỳ 6 tháng 2026: 9 quá hạn.\n1. I.5 –" in ran.out
        assert ran.out.endswith("thứ Năm 18/6/2026: 1 bản tin, chưa gửi gì.\n")


def test_a_mistake_is_one_line(troly: Troly) -> None:
    for words, told in (
        (["--dry-run", "--send"], "Chọn một trong hai: --dry-run để xem, --send để gửi."),
        (
            ["--date", "18/6/2026", "--dry-run"],
            "--date “18/6/2026” không phải một ngày; ghi dạng 2026-06-18.",
        ),
        (
            ["--date", "2026-06-18", "--send"],
            "--send chỉ gửi bản tin của hôm nay; bỏ --date, hoặc dùng --dry-run để xem.",
        ),
    ):
        ran = troly("digest", *words)
        assert (ran.status, ran.out, ran.err) == (2, "", f"{told}\n")
