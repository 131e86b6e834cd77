"""`troly plan check` and `troly plan export`: a plan document looked at before it is served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.files import written_whole
from app.mistakes import told_plainly

commands = typer.Typer(help="Kiểm tra hoặc xuất một tệp kế hoạch.", no_args_is_help=True)

PlanFile = Annotated[Path | None, typer.Argument(help="Tệp kế hoạch; bỏ trống là kế hoạch đang dùng.")]


@commands.command("check")
def check(file: PlanFile = None) -> None:
    """In những gì đọc được từ tệp và mọi chỗ còn ngờ, kèm số dòng."""
    from corpus.plans import PlanError, check_plan

    with told_plainly(PlanError):
        report = check_plan(_chosen(file))
    plan = report.plan
    document = plan.document
    typer.echo(
        f"{document.kind} {document.number} ngày {document.date:%d/%m/%Y} của {document.issuer}"
        + (f", {document.annex}" if document.annex else "")
    )
    typer.echo(
        f"{len(plan.sections)} mục, {len(plan.tasks)} nhiệm vụ, {len(plan.parents)} nhiệm vụ cha, "
        f"{sum(len(task.targets) for task in plan.tasks)} chỉ tiêu, {len(plan.agencies)} cơ quan"
    )
    for section in plan.sections:
        typer.echo(f"  {section.roman}. {section.title}: {len(section.task_ids)} nhiệm vụ")
    if not report.doubts:
        typer.echo("Không có chỗ nào còn ngờ.")
        return
    typer.echo(f"{len(report.doubts)} chỗ còn ngờ:")
    for doubt in report.doubts:
        typer.echo(f"  dòng {doubt.line}: {doubt.text}")


@commands.command("export")
def export(
    file: PlanFile = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Tệp JSON để ghi.")] = Path("plan.json"),
) -> None:
    """Xuất kế hoạch thành JSON."""
    from corpus.plans import PlanError, export_plan, read_plan

    with told_plainly(PlanError):
        exported = export_plan(read_plan(_chosen(file)))
    with written_whole(output) as out:
        json.dump(exported, out, ensure_ascii=False, indent=2)
        out.write("\n")
    typer.echo(f"Đã ghi {output}.")


def _chosen(file: Path | None) -> Path:
    from app.settings import read_settings
    from corpus.plans import BUNDLED_PLAN

    return file or read_settings().plan or BUNDLED_PLAN
