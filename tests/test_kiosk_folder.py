"""The technician's folder: whole, the same each time, and refused for a page that is no kiosk's."""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapbuilder import files
from mapbuilder.build import build
from mapbuilder.cli import main
from mapbuilder.errors import InputError, MapbuilderError, OutputError
from mapbuilder.kiosk_folder import PAGE, SCRIPTS, TEXTS, check_kiosk, read_kiosk_page, write_kiosk

from .invented import exhibit_of, stand_in_templates

INSTALLED = Path("srv/mapbuilder-kiosk")


@pytest.fixture
def templates(tmp_path, monkeypatch) -> Path:
    real = files.templates()
    folder = tmp_path / "templates"
    folder.mkdir()
    stand_in_templates(folder, monkeypatch)
    (folder / "kiosk").symlink_to(real / "kiosk")
    return folder


@pytest.fixture
def page(templates, tmp_path) -> Path:
    exhibit = exhibit_of(title="A <small> & quiet\nexhibit", kiosk={"lower_edge": "75cm"})
    return build(exhibit, tmp_path / "wall.html", profile="kiosk")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_folder_holds_everything_and_is_the_same_each_time(page):
    folder = write_kiosk(read_kiosk_page(page))
    assert folder == page.with_name("wall-kiosk")
    first = contents(folder)
    assert sorted(first) == sorted([PAGE, *SCRIPTS, *TEXTS])
    assert first[PAGE] == page.read_bytes()
    assert [name for name in first if os.access(folder / name, os.X_OK)] == sorted(SCRIPTS)
    assert contents(write_kiosk(read_kiosk_page(page), page.parent / "again")) == first
    assert contents(write_kiosk(read_kiosk_page(page))) == first, "over an older one, too"


def test_the_guide_tells_the_title_the_sizes_and_the_times(page):
    guide = (write_kiosk(read_kiosk_page(page)) / "guide.md").read_text("utf-8")
    assert guide.startswith("# A <small> & quiet exhibit: the kiosk\n")
    assert "0.7° from 80 cm" in guide
    assert "its lower edge at 75cm" in guide
    assert re.search(r"Nobody touches it for 90 s .* for 30 s", guide, re.DOTALL)
    assert "anew every 12 h" in guide


def test_no_file_has_a_hole_left_or_names_a_path_of_this_machine(page):
    for name, content in contents(write_kiosk(read_kiosk_page(page))).items():
        text = content.decode("utf-8-sig")
        assert not re.search(r"@[A-Z]+@", text), name
        assert str(page.parent) not in text, name


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_scripts_are_bash(script):
    done = subprocess.run(
        ["bash", "-n", str(files.templates() / "kiosk" / script)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_that_is_no_kiosks_is_refused_with_the_likely_command(templates, tmp_path):
    web = build(exhibit_of(), tmp_path / "web.html")
    other = tmp_path / "other.html"
    other.write_text("<!doctype html><title>Another page</title>", "utf-8")
    with pytest.raises(InputError, match=r"profile 'web': .*--profile kiosk -o .*web\.html"):
        read_kiosk_page(web)
    with pytest.raises(InputError, match=r"is a folder and no page of mapbuilder's; name a page"):
        read_kiosk_page(tmp_path)
    with pytest.raises(InputError, match=r"is no page of mapbuilder: .*--profile kiosk"):
        read_kiosk_page(other)
    with pytest.raises(InputError, match="cannot be read"):
        read_kiosk_page(tmp_path / "none.html")


def test_a_file_is_not_taken_for_the_folder(page):
    with pytest.raises(OutputError, match="is a file; name a folder"):
        write_kiosk(read_kiosk_page(page), page)


@pytest.mark.parametrize(
    ("address", "name"), [("wall.map", "wall.map"), ("the%20wall&#39;s.map", "the wall's.map")]
)
def test_a_map_beside_the_page_comes_along_or_is_missed(page, tmp_path, address, name):
    html = page.read_text("utf-8").replace(
        "</body>", f'<script src="{address}/part-0.js" defer></script></body>'
    )
    page.write_text(html, "utf-8")
    with pytest.raises(InputError, match=rf"{re.escape(name)} is not beside"):
        read_kiosk_page(page)
    (tmp_path / name).mkdir()
    (tmp_path / name / "part-0.js").write_text("1", "utf-8")
    folder = write_kiosk(read_kiosk_page(page))
    write_kiosk(read_kiosk_page(page))
    assert (folder / name / "part-0.js").read_text("utf-8") == "1"


@pytest.fixture
def installed(page, tmp_path) -> Path:
    """The files where `install.sh` puts them, below a folder of the test's."""
    folder = write_kiosk(read_kiosk_page(page))
    root = tmp_path / "root"
    for _ in range(2):
        subprocess.run(
            [str(folder / "install.sh")], env={**os.environ, "DESTDIR": str(root)}, check=True
        )
    return root


def test_the_installer_puts_the_files_where_unit_and_policy_look_for_them(installed):
    home = installed / INSTALLED
    assert sorted(path.name for path in home.iterdir()) == sorted([PAGE, *SCRIPTS, *TEXTS])
    assert not list((installed / "srv").glob("*.old"))
    policy = json.loads(
        (installed / "etc/chromium/policies/managed/mapbuilder-kiosk.json").read_text("utf-8")
    )
    assert policy["URLBlocklist"] == ["*"]
    assert policy["URLAllowlist"] == [f"file:///{INSTALLED / PAGE}"]
    assert policy["DeveloperToolsAvailability"] == 2
    assert policy["DownloadRestrictions"] == 3
    assert [policy["PrintingEnabled"], policy["TranslateEnabled"]] == [False, False]


def test_the_unit_is_one_that_systemd_understands(installed):
    unit = installed / "etc/systemd/system/mapbuilder-kiosk.service"
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(unit, "utf-8")
    assert parser.sections() == ["Unit", "Service", "Install"]
    service = parser["Service"]
    assert service["ExecStart"] == f"/{INSTALLED / 'kiosk.sh'}"
    assert service["Restart"] == "always"
    # Without a login session nothing hands the sound card out: recordings would be silent.
    assert "audio" in service["SupplementaryGroups"].split()
    assert parser["Unit"]["StartLimitIntervalSec"] == "0"
    # The page beats every five seconds.
    assert int(service["WatchdogSec"]) >= 4 * 5
    if shutil.which("systemd-analyze"):
        # What the unit leans on is the machine's own.
        system = installed / "usr/lib/systemd"
        shutil.copytree("/usr/lib/systemd/system", system / "system", symlinks=True)
        done = subprocess.run(
            ["systemd-analyze", "verify", f"--root={installed}", unit.name],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def stand_in(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/bash\n{text}\n", "utf-8")
    path.chmod(0o755)


def test_each_heartbeat_of_the_page_is_told_to_systemd_and_an_end_ends_the_script(
    installed, tmp_path
):
    """With stand-ins for cage, Chromium and systemd-notify; what they are given is kept."""
    bin_, work = tmp_path / "bin", tmp_path / "run"
    work.mkdir()
    (work / "profile").mkdir()
    (work / "profile/SingletonLock").write_text("", "utf-8")
    stand_in(bin_, "cage", 'while [[ $1 != -- ]]; do shift; done; shift; exec "$@"')
    stand_in(
        bin_,
        "chromium",
        f'printf "%s\\n" "$@" > {work}/arguments; ls {work}/profile > {work}/left\n'
        "for n in 1 2 3; do "
        'echo "[1:INFO:CONSOLE:4] \\"mapbuilder heartbeat $n errors 0\\"" >&2; done\n'
        'echo "[1:ERROR:CONSOLE:4] \\"a complaint\\"" >&2; echo "a noise" >&2; exit 3',
    )
    stand_in(bin_, "systemd-notify", f'echo "$@" >> {work}/told')
    done = subprocess.run(
        [str(installed / INSTALLED / "kiosk.sh")],
        env={
            **os.environ,
            "PATH": f"{bin_}:{os.environ['PATH']}",
            "RUNTIME_DIRECTORY": str(work),
            "NOTIFY_SOCKET": "x",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, '[1:ERROR:CONSOLE:4] "a complaint"\n')
    assert (work / "told").read_text().splitlines() == ["--ready WATCHDOG=1"] * 3
    assert (work / "left").read_text() == "", "each start has an empty profile"
    arguments = (work / "arguments").read_text("utf-8").splitlines()
    assert {"--kiosk", "--disable-pinch", "--noerrdialogs", "--enable-logging=stderr"} <= {
        *arguments
    }
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in arguments
    assert arguments[-1] == (installed / INSTALLED / PAGE).as_uri()


def test_the_scripts_refuse_what_they_cannot_do(installed, tmp_path):
    home = installed / INSTALLED
    lost = subprocess.run(
        [str(home / "kiosk.sh")],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert lost.returncode != 0
    assert "check.sh" in lost.stderr
    (home / PAGE).unlink()
    with pytest.raises(MapbuilderError, match=r"there is no (exhibit\.html|Chromium)"):
        check_kiosk(home)


def test_the_command_says_where_the_folder_is(page):
    done = CliRunner().invoke(main, ["kiosk", str(page)])
    assert (done.exit_code, done.stdout) == (
        0,
        f"Wrote {page.with_name('wall-kiosk')}: see guide.md in it.\n",
    )
    refused = CliRunner().invoke(main, ["build", "--screen", "24in"])
    assert refused.exit_code == 2
    assert "are for --profile kiosk" in refused.stderr
