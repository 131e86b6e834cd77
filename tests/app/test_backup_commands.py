"""`troly backup` and `troly restore` beside a running `troly serve`."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.app.conftest import Served, Troly

FILE = "sao-luu.zip"


def asked(url: str, text: str) -> list[str]:
    answer = httpx.post(f"{url}/api/v1/chat", json={"conversation": "a", "text": text}, timeout=20)
    answer.raise_for_status()
    found: list[str] = answer.json()["answer"]["task_ids"]
    return found


def test_a_backup_is_made_and_put_back_while_the_assistant_answers(
    serve: Callable[..., Served], troly: Troly
) -> None:
    served = serve()
    assert asked(served.url, "Cơ quan nào chủ trì nhiệm vụ III.4?") == ["III.4"]
    assert troly("invite", "--role", "quan-tri").status == 0
    made = troly("backup", FILE)
    assert (made.status, made.err) == (0, "")
    assert made.out.startswith(f"Đã sao lưu vào {FILE}: ")
    assert (troly.folder / FILE).stat().st_mode & 0o777 == 0o600

    assert asked(served.url, "Nhiệm vụ II.4 ai chủ trì?") == ["II.4"]
    assert troly("invite", "--role", "quan-tri").status == 0
    assert "2 mã mời chưa dùng" in troly("people").out
    restored = troly("restore", FILE, typed="y\n")
    assert (restored.status, restored.err) == (0, "")
    assert "Đã phục hồi bản sao lưu" in restored.out
    assert "1 mã mời chưa dùng" in troly("people").out
    assert asked(served.url, "thế ai phối hợp?") == ["III.4"]


def test_what_cannot_be_done_is_one_line_and_status_2(troly: Troly) -> None:
    empty = troly("backup", FILE)
    assert (empty.status, empty.err) == (2, "Cơ sở dữ liệu chưa có bảng nào, không có gì để sao lưu.\n")
    assert not (troly.folder / FILE).exists()
    (troly.folder / FILE).write_text("xin chào")
    damaged = troly("restore", FILE, "--yes")
    told = f"{FILE} bị hỏng hoặc đã bị sửa; dữ liệu hiện có vẫn giữ nguyên.\n"
    assert (damaged.status, damaged.err) == (2, told)
    declined = troly("restore", FILE, typed="n\n")
    assert (declined.status, declined.err) == (2, "Chưa phục hồi gì.\n")


def test_backups_by_the_clock_are_named_by_their_time_and_only_the_newest_are_kept(troly: Troly) -> None:
    assert troly("migrate").status == 0
    folder = troly.folder / "nightly"
    folder.mkdir()
    olds = [folder / f"troly-2026-01-{day:02}-0130.zip" for day in range(1, 5)]
    mine = folder / "của tôi.zip"
    for path in (*olds, mine):
        path.write_bytes(b"")
    ran = troly("backup", "--into", "nightly", "--keep", "3")
    assert (ran.status, ran.err) == (0, "")
    [made] = set(folder.iterdir()) - {*olds, mine}
    assert set(folder.iterdir()) == {made, mine, *olds[-2:]}
    assert troly("restore", f"nightly/{made.name}", "--yes").status == 0
    for words in ((), (FILE, "--into", "nightly"), (FILE, "--keep", "3")):
        assert troly("backup", *words).err.startswith("Hãy nêu một tệp, hoặc --into")
