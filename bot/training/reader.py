"""Train the reader: `python -m bot.training.reader --data FOLDER --start MODEL --out FOLDER`.

The model, the windows and the meaning of a score are those of `bot.reader`. A run is seeded, writes a checkpoint as it
goes and resumes from it; stop it when you like. On a GPU it computes in bfloat16.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
import transformers

from bot.spans.torch_model import pad
from bot.training.data import read_rows
from bot.training.documents import documents
from bot.training.examples import Example, examples
from bot.windows import WindowMaker

_STEPS_A_CHECKPOINT = 200
_STEPS_A_LINE = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One data set of the mix.

    Attributes:
        questions: drawn from it.
        together: consecutive passages that make an article.
        negatives: hard negative windows a question, on average.
    """

    questions: int
    together: int = 1
    negatives: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that shapes a run besides its data: learning rate, tokens a batch, window, warm-up, seed and mix."""

    rate: float = 5e-5
    batch_tokens: int = 4096
    window: int = 256
    warmup: float = 0.05
    decay: float = 0.01
    seed: int = 0
    epochs: int = 1
    mix: dict[str, Part] = field(default_factory=dict)


DESK = Recipe(
    mix={
        "squad11": Part(5000, together=8, negatives=0.8),
        "squad2-unanswerable": Part(4000, together=8),
        "qed_nq": Part(3000, together=6, negatives=0.8),
        "tydiqa_en": Part(1800, together=6, negatives=0.6),
        "shifts-wiki": Part(1500, together=8, negatives=0.8),
        "shifts-reddit": Part(1200, together=4, negatives=0.5),
        "shifts-amazon": Part(600, together=2, negatives=0.3),
        "tweetqa": Part(900, together=5, negatives=0.6),
        "fairytaleqa": Part(700, together=4, negatives=0.6),
        "onestopqa_evidence": Part(400, together=1, negatives=0.3),
        "qadiscourse": Part(600),
        "qamr": Part(600, together=3, negatives=0.3),
        "clapnq_dev_evidence": Part(300, together=4, negatives=0.5),
        "hotpotqa_small": Part(200),
    }
)


def load_examples(folder: Path, recipe: Recipe, maker: WindowMaker) -> list[Example]:
    """Every window of the mix, shuffled; the same for the same seed. Raises `TrainingDataError`."""
    rng = random.Random(recipe.seed)
    found: list[Example] = []
    for name, part in recipe.mix.items():
        asked = list(documents(list(read_rows(folder / f"{name}.jsonl.gz")), part.together, rng))
        for one in rng.sample(asked, min(part.questions, len(asked))):
            found.extend(examples(one, maker, part.negatives, rng))
        print(f"{name}: {len(found):,} windows so far", file=sys.stderr)
    rng.shuffle(found)
    return found


def batches(found: Sequence[Example], batch_tokens: int, rng: random.Random) -> list[list[Example]]:
    """Windows of like length together, at most `batch_tokens` padded tokens each, in random order."""
    made: list[list[Example]] = []
    size = 0
    for one in sorted(found, key=lambda one: (-len(one.window.token_ids), rng.random())):
        if not made or (len(made[-1]) + 1) * size > batch_tokens:
            made.append([])
            size = len(one.window.token_ids)
        made[-1].append(one)
    rng.shuffle(made)
    return made


def loss_of(model: Any, batch: Sequence[Example], device: str) -> torch.Tensor:
    """Mean cross-entropy of the answers' first and last tokens among each window's own tokens and `[CLS]`."""
    inputs = {name: values.to(device) for name, values in pad([one.window for one in batch]).items()}
    output = model(**inputs)
    allowed = torch.zeros_like(inputs["attention_mask"], dtype=torch.bool)
    for row, one in enumerate(batch):
        places = [index == 0 or place is not None for index, place in enumerate(one.window.places)]
        allowed[row, : len(places)] = torch.tensor(places, device=device)
    ends = []
    for logits, target in ((output.start_logits, "first"), (output.end_logits, "last")):
        goal = torch.tensor([getattr(one, target) for one in batch], device=device)
        ends.append(torch.nn.functional.cross_entropy(logits.float().masked_fill(~allowed, -1e4), goal))
    return (ends[0] + ends[1]) / 2


def train(model: Any, found: Sequence[Example], recipe: Recipe, out: Path, device: str, minutes: float) -> None:
    """Fit the model; write `out/checkpoint.pt` as it goes, and go on from it if it is there.

    Args:
        model: to be changed in place.
        found: the windows.
        recipe: rate, batches, epochs, seed.
        out: folder for the checkpoint.
        device: "cpu" or "cuda".
        minutes: the learning rate reaches 0, and training ends, after so long at most.
    """
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    plan = [batch for _ in range(recipe.epochs) for batch in batches(found, recipe.batch_tokens, rng)]
    optimiser = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    done, spent = _resume(out / "checkpoint.pt", model, optimiser)
    model.to(device).train()
    began = time.monotonic() - spent
    recent: list[float] = []
    for step, batch in enumerate(plan[done:], start=done):
        progress = max(step / len(plan), (time.monotonic() - began) / (60 * minutes))
        if progress >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * min(step / max(recipe.warmup * len(plan), 1), 1 - progress)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            loss = loss_of(model, batch, device)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        recent.append(loss.item())
        if step % _STEPS_A_LINE == 0:
            tokens = sum(len(one.window.token_ids) for one in batch)
            mean = sum(recent[-50:]) / len(recent[-50:])
            print(f"{progress:6.1%}  step {step}/{len(plan)}  loss {mean:.3f}  {tokens} tokens", flush=True)
        if step % _STEPS_A_CHECKPOINT == _STEPS_A_CHECKPOINT - 1:
            _save(out / "checkpoint.pt", model, optimiser, step + 1, time.monotonic() - began)


def _resume(path: Path, model: Any, optimiser: torch.optim.Optimizer) -> tuple[int, float]:
    """Steps done and seconds spent, both 0 where there is no checkpoint."""
    if not path.is_file():
        return 0, 0.0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    return state["step"], state["seconds"]


def _save(path: Path, model: Any, optimiser: torch.optim.Optimizer, step: int, seconds: float) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "seconds": seconds}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, and write the model in half precision with its tokenizer and recipe."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.reader", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of .jsonl.gz files")
    parser.add_argument("--start", required=True, help="folder or hub name of the model to begin with")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; a checkpoint in it is resumed")
    parser.add_argument("--minutes", type=float, default=600, help="end after so long at most (default: 600)")
    parser.add_argument("--rate", type=float, default=DESK.rate, help=f"peak learning rate (default: {DESK.rate})")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    recipe = Recipe(rate=options.rate, seed=options.seed, mix=DESK.mix)
    tokenizer = transformers.AutoTokenizer.from_pretrained(options.start)
    model = transformers.AutoModelForQuestionAnswering.from_pretrained(options.start, dtype=torch.float32)
    options.out.mkdir(parents=True, exist_ok=True)
    backend = tokenizer.backend_tokenizer
    backend.no_padding()
    backend.no_truncation()
    found = load_examples(options.data, recipe, WindowMaker(backend, recipe.window))
    (options.out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2) + "\n", "utf-8")
    train(model, found, recipe, options.out, "cuda" if torch.cuda.is_available() else "cpu", options.minutes)
    model.cpu().half().save_pretrained(options.out)
    tokenizer.save_pretrained(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
