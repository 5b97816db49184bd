"""Make a trained reader small, as it is shipped, or whole again: `python -m bot.training.pack READER --out FOLDER`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.spans.packing import is_packed, pack, unpack


def main(argv: Sequence[str] | None = None) -> int:
    """Pack a reader; a packed one is unpacked, to be trained on."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.pack", description=main.__doc__)
    parser.add_argument("reader", type=Path, metavar="READER", help="folder of a BERT reader")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    options = parser.parse_args(argv)
    change = unpack if is_packed(options.reader) else pack
    change(options.reader, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
