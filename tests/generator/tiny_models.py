"""Language models of a few thousand weights, made in a second: random ones, and ones that learnt to say one thing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from bot.generator import Message
from bot.quiet import quiet_transformers

CONTEXT = 1_024
CONTROLS = ["<pad>", "</s>", "<s>", "<|user|>", "<|system|>", "<|assistant|>"]
CHAT = (
    "<s>{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
CHAT_WITHOUT_SYSTEM = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}" + CHAT
KINDS = ("causal", "two-sided")


def tokenizer_of(texts: Sequence[str], kind: str, chat: str | None) -> Any:
    """A byte-level tokenizer trained on some texts; a two-sided model's ends what it reads with `</s>`."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        texts,
        trainers.BpeTrainer(vocab_size=600, special_tokens=CONTROLS, initial_alphabet=alphabet, show_progress=False),
    )
    if kind == "two-sided":
        tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        eos_token="</s>",
        bos_token="<s>",
        additional_special_tokens=CONTROLS[3:],
        model_max_length=CONTEXT,
    )
    fast.chat_template = chat
    return fast


def model_of(kind: str, vocabulary: int) -> Any:
    """A model of random weights, the same each time."""
    torch.manual_seed(0)
    if kind == "causal":
        return transformers.LlamaForCausalLM(
            transformers.LlamaConfig(
                vocab_size=vocabulary,
                hidden_size=48,
                intermediate_size=96,
                num_hidden_layers=2,
                num_attention_heads=4,
                num_key_value_heads=2,
                max_position_embeddings=CONTEXT,
                bos_token_id=2,
                eos_token_id=1,
                pad_token_id=0,
            )
        )
    return transformers.T5ForConditionalGeneration(
        transformers.T5Config(
            vocab_size=vocabulary,
            d_model=48,
            d_kv=12,
            d_ff=96,
            num_layers=2,
            num_heads=4,
            decoder_start_token_id=0,
            eos_token_id=1,
            pad_token_id=0,
            dropout_rate=0.0,
        )
    )


def save(folder: Path, kind: str, *, chat: str | None = None, says: str = "", asked: Sequence[Message] = ()) -> Path:
    """A model's folder.

    Args:
        folder: where to.
        kind: of `KINDS`.
        chat: its chat template.
        says: what it learns to answer, whatever it is asked; nothing for a model that learnt nothing.
        asked: a prompt of the length that it will be asked.
    """
    text = "\n\n".join(one.text for one in asked)
    tokenizer = tokenizer_of([text, says, "Nine people were hurt in the fire, and nobody knows why."], kind, chat)
    model = model_of(kind, len(tokenizer))
    if says:
        _teach(model, tokenizer, kind, f"{text}\nAnswer:", says)
    with quiet_transformers():
        model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _teach(model: Any, tokenizer: Any, kind: str, asked: str, says: str) -> None:
    prompt = tokenizer(asked, return_tensors="pt")["input_ids"]
    answer = tokenizer(says, return_tensors="pt", add_special_tokens=False)["input_ids"]
    answer = torch.cat([answer, torch.tensor([[tokenizer.eos_token_id]])], 1)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01 if kind == "causal" else 0.02, foreach=True)
    model.train()
    for _ in range(250):
        if kind == "causal":
            ignored = torch.full_like(prompt, -100)
            loss = model(torch.cat([prompt, answer], 1), labels=torch.cat([ignored, answer], 1)).loss
        else:
            loss = model(prompt, labels=answer).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if loss < 0.02:
            return
    raise AssertionError(f"the {kind} model did not learn its sentence: {loss:.3f}")
