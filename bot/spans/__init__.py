"""Where in a window an answer may lie: the protocol, its two engines, and which of them reads a model.

BERT in a folder runs on ONNX Runtime, without torch; everything else that transformers can load runs on torch.
"""

from pathlib import Path

from bot.spans.base import Logits, SpanModel, best_spans
from bot.spans.bert import is_bert

__all__ = ["Logits", "SpanModel", "best_spans", "load_span_model"]


def load_span_model(where: str) -> SpanModel:
    """Load a reader's model with the engine that is fastest for it.

    Args:
        where: a folder, or a hub name; code that comes with a model is never run.

    Raises:
        ModelError: the weights or the tokenizer are damaged, do not fit each other, or are of another kind.
    """
    # Here and nowhere else: torch and transformers take seconds, which a reader that needs neither must not.
    if is_bert(Path(where)):
        from bot.spans.onnx_model import OnnxSpanModel  # noqa: PLC0415

        return OnnxSpanModel(Path(where))
    from bot.spans.torch_model import TorchSpanModel  # noqa: PLC0415

    return TorchSpanModel(where)
