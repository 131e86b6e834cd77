"""`troly serve`: web chat, HTTP and the messengers, until it is stopped."""

from __future__ import annotations

from typing import Annotated

import typer

SHUTDOWN_PATIENCE_SECONDS = 10


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Thay cho TROLY_HOST.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Thay cho TROLY_PORT.")] = None,
) -> None:
    """Chạy trợ lý: trang web, HTTP và các kênh nhắn tin đã khai báo."""
    from contextlib import ExitStack, closing, suppress

    import uvicorn

    from app import collector
    from app.addresses import local_address
    from app.logs import configure_logs
    from app.service import alone_in, figures, listen, make_service
    from app.settings import read_settings
    from app.wiring import build_assistant

    settings = read_settings()
    configure_logs(settings.log_level, settings.log_format)
    host, port = host or settings.host, port or settings.port
    with ExitStack() as stack:
        listening = stack.enter_context(closing(listen(host, port)))
        registry = stack.enter_context(figures(settings.metrics_port, host))
        assistant = stack.enter_context(closing(build_assistant(settings)))
        store = assistant.store
        if store is None:
            raise RuntimeError("a service keeps its data")
        if store.database.is_sqlite:
            stack.enter_context(alone_in(settings.data_folder))
            store.inbox.release()
        config = uvicorn.Config(
            make_service(assistant, store, settings, registry),
            log_config=None,
            access_log=False,
            proxy_headers=False,  # the application believes only the proxies the settings name
            server_header=False,
            timeout_graceful_shutdown=SHUTDOWN_PATIENCE_SECONDS,
        )
        collector.settle()
        typer.echo(f"Trợ lý CCHC đang phục vụ tại {local_address(host, port)} (Ctrl-C để dừng).")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
