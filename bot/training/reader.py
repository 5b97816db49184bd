"""Train the reader: `python -m bot.training.reader --data FOLDER --start MODEL --out FOLDER`.

The model, the windows and the meaning of a score are those of `bot.reader`. A run is seeded, writes a checkpoint as it
goes and resumes from it; stop it when you like. It computes in bfloat16 on a GPU, and on a CPU that has it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
import transformers

from bot.evaluation.data import read_rows
from bot.training.documents import documents
from bot.training.examples import Example, examples
from bot.training.negatives import names
from bot.training.recipe import SHIPPED, Recipe, Stage
from bot.windows import WindowMaker

_STEPS_A_CHECKPOINT = 200
_STEPS_A_LINE = 20
_LENGTH_STEP = 32  # windows are padded to a multiple of it: few shapes, so that the CPU's kernels are made once
_FUSED_FROM = 224  # tokens from which fused attention trains faster on a CPU: 1.5 times at 256, 0.7 at 160


def load_examples(folder: Path, stage: Stage, maker: WindowMaker, rng: random.Random) -> list[Example]:
    """Every window of a stage; the same for the same seed. Raises `TrainingDataError`."""
    found: list[Example] = []
    for name, part in stage.mix.items():
        rows = list(read_rows(folder / f"{name}.jsonl.gz"))
        wanted = re.compile(part.matching)
        asked = [one for one in documents(rows, part.together, rng) if wanted.search(one.question)]
        others = names([question.text for row in rows for question in row.questions])
        before = len(found)
        for one in rng.sample(asked, min(part.questions, len(asked))):
            found.extend(examples(one, maker, part.shape, others, rng))
        new = found[before:]
        tokens, silent = sum(len(one.token_ids) for one in new), sum(not one.first for one in new)
        print(f"{stage.name} {name}: {len(new):,} windows, {silent:,} silent, {tokens:,} tokens", file=sys.stderr)
    return found


def batches(found: Sequence[Example], batch_tokens: int, rng: random.Random) -> list[list[Example]]:
    """Windows of like length together, at most `batch_tokens` padded tokens each, in random order."""
    made: list[list[Example]] = []
    size = 0
    for one in sorted(found, key=lambda one: (-_padded(one), rng.random())):
        if not made or _padded(one) < size or (len(made[-1]) + 1) * size > batch_tokens:
            made.append([])
            size = _padded(one)
        made[-1].append(one)
    rng.shuffle(made)
    return made


def _padded(one: Example) -> int:
    return -(-len(one.token_ids) // _LENGTH_STEP) * _LENGTH_STEP


def loss_of(model: Any, batch: Sequence[Example], device: str) -> torch.Tensor:
    """Mean cross-entropy of the answers' first and last tokens among each window's own tokens and `[CLS]`."""
    shape = (len(batch), max(map(_padded, batch)))
    token_ids, attended, segments = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    allowed = torch.zeros(shape, dtype=torch.bool)
    allowed[:, 0] = True
    for row, one in enumerate(batch):
        size = len(one.token_ids)
        token_ids[row, :size] = torch.tensor(one.token_ids)
        attended[row, :size] = 1
        segments[row, one.question_tokens : size] = 1
        allowed[row, one.own : size - 1] = True
    inputs = {"input_ids": token_ids, "attention_mask": attended, "token_type_ids": segments}
    output = model(**{name: values.to(device) for name, values in inputs.items()})
    ends = []
    for logits, target in ((output.start_logits, "first"), (output.end_logits, "last")):
        goal = torch.tensor([getattr(one, target) for one in batch], device=device)
        ends.append(torch.nn.functional.cross_entropy(logits.float().masked_fill(~allowed.to(device), -1e4), goal))
    return (ends[0] + ends[1]) / 2


def train(
    model: Any, plan: Sequence[Sequence[Example]], recipe: Recipe, out: Path, device: str, minutes: float
) -> None:
    """Fit the model; write `out/checkpoint.pt` as it goes, and go on from it if it is there.

    Args:
        model: to be changed in place.
        plan: the batches, in order.
        recipe: rate, warm-up, decay, seed.
        out: folder for the checkpoint.
        device: "cpu" or "cuda".
        minutes: the learning rate reaches 0, and training ends, after so long at most.
    """
    torch.manual_seed(recipe.seed)
    optimiser = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay, fused=True)
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
        fused = device == "cuda" or max(map(_padded, batch)) >= _FUSED_FROM
        model.set_attn_implementation("sdpa" if fused else "eager")
        with torch.autocast(device, torch.bfloat16, enabled=_has_bfloat16(device)):
            loss = loss_of(model, batch, device)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        recent = [*recent[-99:], loss.item()]
        if step % _STEPS_A_LINE == 0:
            mean = sum(recent) / len(recent)
            print(f"{progress:6.1%}  step {step}/{len(plan)}  loss {mean:.3f}", flush=True)
        if step % _STEPS_A_CHECKPOINT == _STEPS_A_CHECKPOINT - 1:
            _save(out / "checkpoint.pt", model, optimiser, step + 1, time.monotonic() - began)


def _has_bfloat16(device: str) -> bool:
    return device == "cuda" or bool(torch.cpu.get_capabilities().get("avx512_bf16"))


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
    parser.add_argument("--rate", type=float, default=SHIPPED.rate, help=f"peak learning rate ({SHIPPED.rate})")
    parser.add_argument("--share", type=float, default=1.0, help="train on this share of the windows, for a trial")
    parser.add_argument("--stages", nargs="+", metavar="NAME", help="only these, to go on from a trained reader")
    parser.add_argument("--seed", type=int, default=SHIPPED.seed)
    options = parser.parse_args(argv)
    stages = tuple(one for one in SHIPPED.stages if one.name in (options.stages or [one.name]))
    recipe = replace(SHIPPED, rate=options.rate, seed=options.seed, stages=stages)
    model, tokenizer = _beginning(options.start)
    maker = WindowMaker(tokenizer.backend_tokenizer, recipe.window)
    options.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(recipe.seed)
    plan: list[list[Example]] = []
    for stage in recipe.stages:
        found = load_examples(options.data, stage, maker, rng)
        plan += batches(rng.sample(found, round(len(found) * options.share)), recipe.batch_tokens, rng)
    (options.out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2) + "\n", "utf-8")
    train(model, plan, recipe, options.out, "cuda" if torch.cuda.is_available() else "cpu", options.minutes)
    model.cpu().half().save_pretrained(options.out)
    tokenizer.save_pretrained(options.out)
    return 0


def _beginning(start: str) -> tuple[Any, Any]:
    """The model to begin with, without dropout (nothing is seen often enough to be learned by heart)."""
    model = transformers.AutoModelForQuestionAnswering.from_pretrained(start, dtype=torch.float32)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    tokenizer = transformers.AutoTokenizer.from_pretrained(start)
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()
    return model, tokenizer


if __name__ == "__main__":
    sys.exit(main())
