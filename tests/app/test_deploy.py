"""The files of deploy/ fit the project: every setting they name exists, every file they copy is there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.core import TyperGroup

from app.cli import cli
from app.settings import Settings, name_in_environment

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
UNITS = sorted((DEPLOY / "systemd").iterdir())


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def dockerfile() -> list[tuple[str, str]]:
    """The instructions with their words, lines that go on joined, comments left out."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def commands_run() -> Iterator[list[str]]:
    """Every `troly` command that the files start, without the program's own name."""
    yield from (json.loads(rest)[1:] for word, rest in dockerfile() if word == "CMD")
    for service in compose()["services"].values():
        if service.get("command"):
            yield service["command"][1:]
    for unit in UNITS:
        for line in re.findall(
            r"^ExecStart=/opt/troly/bin/troly (.+)$", unit.read_text("utf-8"), re.MULTILINE
        ):
            yield line.split()


def test_every_command_run_is_one_of_ours_with_options_it_takes() -> None:
    ran = list(commands_run())
    assert {words[0] for words in ran} == {"serve", "worker", "backup"}
    program = typer.main.get_command(cli)
    assert isinstance(program, TyperGroup)
    for name, *words in ran:
        program.commands[name].make_context(name, words)  # raises where an option is unknown


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_named_exists(file: Path) -> None:
    known = {name_in_environment(field) for field in Settings.model_fields}
    assert set(re.findall(r"\bTROLY_[A-Z_]+", file.read_text(encoding="utf-8"))) <= known


def test_everything_the_image_copies_is_in_the_project_and_let_through() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    let_through = {
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    }
    copied = [
        source
        for words in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in words.split()[:-1]
    ]
    assert "constraints.txt" in copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert source in let_through, source


def test_every_package_of_the_project_is_in_the_image() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert [name for name in packages if f"COPY {name} /src/{name}" not in dockerfile] == []


def test_the_image_is_built_apart_and_runs_as_nobody_in_particular() -> None:
    words = [word for word, _ in dockerfile()]
    last = dockerfile()[len(words) - 1 - words[::-1].index("FROM") :]
    assert words.count("FROM") == 2
    assert ("USER", "troly") in last
    assert not [rest for word, rest in last if word == "RUN" and "pip" in rest]
    assert last.index(("USER", "troly")) < last.index(("CMD", '["troly", "serve"]'))


def test_compose_keeps_the_database_inside_and_every_volume_is_declared() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    named = {
        volume.split(":")[0]
        for service in services.values()
        for volume in service.get("volumes", ())
        if not volume.startswith(".")
    }
    assert named == set(compose()["volumes"])


def test_the_proxy_asks_the_port_the_assistant_listens_on() -> None:
    port = str(Settings.model_fields["port"].default)
    assert f"reverse_proxy troly:{port}" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert f"proxy_pass http://127.0.0.1:{port};" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    service = compose()["services"]["troly"]
    assert service["expose"] == [port, service["environment"]["TROLY_METRICS_PORT"]]


def test_the_units_share_an_account_and_a_folder_and_are_closed_in_the_same_way() -> None:
    services = [unit.read_text("utf-8") for unit in UNITS if unit.suffix == ".service"]
    assert len(services) == 3
    shared = [
        {
            line
            for line in text.splitlines()
            if re.match(r"(User|State\w+|Environment|Protect|Private|No)", line)
        }
        for text in services
    ]
    assert shared[0] == shared[1] == shared[2]
    assert "User=troly" in shared[0]


def test_the_units_are_ones_systemd_understands(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd on this machine")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/troly/bin/troly", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("User=troly\n", "User=root\n"), encoding="utf-8")
    names = [tmp_path / unit.name.replace("@.", "@1.") for unit in UNITS]
    verified = subprocess.run([analyze, "verify", *names], capture_output=True, text=True, check=False)
    assert [line for line in verified.stderr.splitlines() if "troly" in line] == []
