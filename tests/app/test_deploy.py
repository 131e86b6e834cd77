"""The files of deploy/ fit the project: every setting they name exists, every file they copy is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings, name_in_environment

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


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


def test_the_image_runs_as_nobody_in_particular() -> None:
    last_stage = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").split("FROM ")[-1]
    assert "\nUSER troly\n" in last_stage


def test_compose_keeps_the_database_inside_and_every_volume_is_declared() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    named = {
        volume.split(":")[0]
        for service in services.values()
        for volume in service["volumes"]
        if not volume.startswith(".")
    }
    assert named == set(compose()["volumes"])


def test_the_proxy_asks_the_port_the_assistant_listens_on() -> None:
    port = str(Settings.model_fields["port"].default)
    assert f"reverse_proxy troly:{port}" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert f"proxy_pass http://127.0.0.1:{port};" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert compose()["services"]["troly"]["expose"] == [port]


def test_the_unit_is_one_systemd_understands(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    text = (DEPLOY / "troly.service").read_text(encoding="utf-8")
    assert "ExecStart=/opt/troly/bin/troly serve\n" in text
    if analyze is None:
        return
    unit = tmp_path / "troly.service"
    unit.write_text(text.replace("/opt/troly/bin/troly", "/bin/true"), encoding="utf-8")
    verified = subprocess.run([analyze, "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in verified.stderr.splitlines() if "troly.service" in line] == []
