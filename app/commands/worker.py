"""`troly worker`: the jobs that come by themselves, shared with other workers, until it is stopped."""

from __future__ import annotations

import typer


def worker() -> None:
    """Chạy một tiến trình việc tự chạy (bản tin, gửi tin, dọn dữ liệu); cần TROLY_JOBS=workers."""
    import asyncio
    from contextlib import closing

    from app.jobs import open_jobs
    from app.logs import configure_logs
    from app.mistakes import OperatorMistake, told_plainly
    from app.settings import read_settings
    from app.wiring import build_assistant
    from progress.database import DatabaseError
    from progress.job_tables import migrate_jobs

    settings = read_settings()
    if settings.jobs != "workers":
        raise OperatorMistake("TROLY_JOBS: troly worker cần workers; embedded là troly serve tự làm.")
    configure_logs(settings.log_level, settings.log_format)
    with closing(build_assistant(settings)) as assistant:
        store = assistant.store
        if store is None:
            raise RuntimeError("a worker keeps its data")
        with told_plainly(DatabaseError):
            migrate_jobs(store.database)
        from app.worker import make_queue, run_worker

        jobs = open_jobs(assistant, store, settings)
        queue = make_queue(store.database, jobs, assistant.clock)
        typer.echo("Trợ lý CCHC đang làm các việc tự chạy (Ctrl-C để dừng).")
        asyncio.run(run_worker(queue, jobs))
