"""The model's files in the package: where they lie, what they hold, and whether they are whole."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ModelError

#: The folder with the model of this version.
FOLDER = Path(__file__).resolve().parent / "model"
_HINT = "install the package again, or make the model as training/README.md tells"


@dataclass(frozen=True)
class Labels:
    """The label sets of the network, in the order of its outputs."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    scripts: tuple[str, ...]
    deprels: tuple[str, ...]
    names: tuple[str, ...]


def read_labels(folder: Path = FOLDER) -> Labels:
    """The labels of the model in ``folder``, after a look at the checksums of its files.

    :raises ModelError: when a file is missing, damaged or of another format
    """
    path = folder / "labels.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] != 1:
            raise ModelError(f"the language model in {folder} has format {record['format']}, not 1", _HINT)
        for name, expected in record["files"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ModelError(f"the language model's file {folder / name} is damaged (its checksum differs)", _HINT)
        return Labels(*(tuple(record[k]) for k in ("upos", "xpos", "feats", "scripts", "deprels", "names")))
    except FileNotFoundError as error:
        raise ModelError(f"the language model's file {error.filename} is missing", _HINT) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the language model's file {path} cannot be read ({error})", _HINT) from error


def read_model_text(name: str, folder: Path = FOLDER) -> str:
    """A text file of the model.

    :raises ModelError: when it is missing or no UTF-8
    """
    try:
        return (folder / name).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise ModelError(f"the language model's file {folder / name} cannot be read ({error})", _HINT) from error
