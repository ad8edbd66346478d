"""The browser libraries: bundled at build time, pinned, served; and what is said where they are not there."""

import gzip
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "kg/web/frontend"


def test_the_lock_file_pins_every_package_and_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all(one["version"] and one["integrity"] for one in packages.values())
    assert not [name for name, one in packages.items() if "resolved" in one]
    wanted = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_served_compressed_and_asked_for_again(reading: Any) -> None:
    from kg.web.statics import missing_libraries

    if why := missing_libraries():
        pytest.skip(f"built without the libraries: {why}")
    for name in ("cytoscape.js", "graphology.js", "yasgui.js", "yasgui.css", "licences.txt"):
        reply = reading("GET", f"/static/vendor/{name}", headers={"Accept-Encoding": "gzip"})
        assert reply.status == 200, name
        assert reply.headers["content-encoding"] == "gzip"
        assert reply.headers["cache-control"] == "no-cache"
        assert "worker-src 'self'" in reply.headers["content-security-policy"]
        assert len(gzip.decompress(reply.body)) > len(reply.body)
        again = reading("GET", f"/static/vendor/{name}", headers={"If-None-Match": reply.headers["etag"]})
        assert (again.status, again.body) == (304, b"")


def test_the_package_builds_without_node_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("hatchling")
    import hatch_build

    folder = tmp_path / "kg/web/frontend"
    (folder / "entries").mkdir(parents=True)
    for name in ("package-lock.json", "build.mjs"):
        (folder / name).write_text("{}", "utf-8")
    monkeypatch.setattr(hatch_build.shutil, "which", lambda _: None)
    warnings: list[str] = []
    app = SimpleNamespace(display_info=lambda _: None, display_warning=warnings.append)
    hook = hatch_build.FrontendHook(str(tmp_path), {}, None, None, "", "wheel", app)
    hook.initialize("standard", {})
    told = (tmp_path / "kg/web/static/vendor/missing.txt").read_text("utf-8")
    assert "no Node.js" in told
    assert "no Node.js" in warnings[0]
