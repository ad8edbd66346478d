"""Write the checksums of a model's files into its ``labels.json``: ``python -m training.seal MODEL``."""

import hashlib
import json
import sys
from pathlib import Path

#: All files of a model but ``labels.json`` itself.
FILES = ("encoder.onnx", "relations.onnx", "reader.onnx", "vocabulary.txt", "sentences.json", "lemmas.txt")


def seal(folder: Path) -> None:
    """Bring the checksums up to date, after a change of any of the files."""
    path = folder / "labels.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["files"] = {
        n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in FILES if (folder / n).is_file()
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    seal(Path(sys.argv[1]))
