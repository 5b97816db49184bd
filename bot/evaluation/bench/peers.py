"""Who takes part, and an environment of its own for each."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("contenders")
_BORROWED = "runtime.pth"


@dataclass(frozen=True, slots=True)
class Contender:
    """One that takes part.

    Attributes:
        name: as tables show it.
        script: its file in `contenders`, without the ending.
        environment: the folder of its environment; two contenders may share one. None: that of this process.
        packages: what is installed into it.
    """

    name: str
    script: str
    environment: str | None = None
    packages: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        """The script."""
        return _FOLDER / f"{self.script}.py"

    def python(self, out: Path) -> Path:
        """The interpreter that runs it, with the environments under `out`."""
        if self.environment is None:
            return Path(sys.executable)
        return out / "environments" / self.environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"


CONTENDERS = (
    Contender("Copydesk", "copydesk"),
    Contender(
        "LangChain + FAISS",
        "langchain_faiss",
        "langchain",
        ("langchain-community", "langchain-huggingface", "faiss-cpu"),
    ),
    Contender("LlamaIndex", "llamaindex", "llamaindex", ("llama-index-core", "llama-index-embeddings-huggingface")),
    Contender("txtai", "txtai_dense", "txtai", ("txtai",)),
    Contender("txtai, hybrid", "txtai_hybrid", "txtai", ("txtai",)),
    Contender("Haystack", "haystack_memory", "haystack", ("haystack-ai", "sentence-transformers-haystack")),
)


def install(contender: Contender, out: Path) -> None:
    """Make a contender's environment under `out`, unless it is there; what torch and transformers are is borrowed.

    Borrowing keeps the model's run time the same for all, and saves a gigabyte each.

    Raises:
        subprocess.CalledProcessError: pip cannot install it; `stderr` says why.
    """
    python = contender.python(out)
    if contender.environment is None or (python.parent.parent / _BORROWED).is_file():
        return
    folder = python.parent.parent
    venv.create(folder, with_pip=True, clear=True)
    own = _ask(python, "import sysconfig; print(sysconfig.get_path('purelib'))")
    lent = [path for path in sys.path if path.endswith("site-packages")]
    Path(own, _BORROWED).write_text("\n".join(lent) + "\n", "utf-8")
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *contender.packages,
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (folder / _BORROWED).touch()  # only now is it whole


def versions(contender: Contender, out: Path) -> dict[str, str]:
    """What is installed, by package: the contender's own, and the run time that all share."""
    names = [*contender.packages, "sentence-transformers", "transformers", "torch", "faiss-cpu", "numpy"]
    code = f"import json; from importlib.metadata import version; print(json.dumps({{n: version(n) for n in {names}}}))"
    found: dict[str, str] = json.loads(_ask(contender.python(out), code))
    return found


def _ask(python: Path, code: str) -> str:
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
