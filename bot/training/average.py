"""Average readers that began alike: `python -m bot.training.average READER READER … --out FOLDER`.

The mean of the weights of models that were fine-tuned from one pretrained model often does better than each of them
(Wortsman et al., "Model soups", 2022).
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from bot.errors import ModelError

_WEIGHTS = "model.safetensors"


def average(folders: Sequence[Path], out: Path) -> None:
    """Write the mean of the readers' weights, in half precision; all else is the first reader's.

    Args:
        folders: of readers of one architecture, at least one.
        out: folder to write, made if missing.

    Raises:
        ModelError: their weights have other names or shapes.
    """
    readers = [load_file(folder / _WEIGHTS) for folder in folders]
    shapes = [{name: values.shape for name, values in reader.items()} for reader in readers]
    for folder, shape in zip(folders, shapes, strict=True):
        if shape != shapes[0]:
            raise ModelError(
                f"The weights in {folder} are not those of the model in {folders[0]}.",
                "readers of one architecture.",
                "Average only readers that were trained from the same model.",
            )
    mean = {
        name: np.mean([reader[name].astype(np.float32) for reader in readers], axis=0).astype(np.float16)
        for name in shapes[0]
    }
    out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(folders[0] / name, out / name)
    save_file(mean, out / _WEIGHTS, metadata={"format": "pt"})


def main(argv: Sequence[str] | None = None) -> int:
    """Average."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.average", description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="+", type=Path, metavar="READER", help="folder of a reader")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    options = parser.parse_args(argv)
    average(options.readers, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
