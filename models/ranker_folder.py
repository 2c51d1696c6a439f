"""What a model folder is, and the errors that say what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.errors import RankerInvalid

CONFIG, WEIGHTS, VOCABULARY = "config.json", "model.safetensors", "tokenizer.json"
SEQUENCE_CLASSIFIER = "ForSequenceClassification"

_AS_ENCODER = "Give it to `whyrank finetune --encoder FOLDER` as the encoder to start from."
_NEEDED = "Name a folder with a model for sequence classification, or a ranker trained with `whyrank finetune`."
# How the names of Hugging Face's architectures end, what such a model does, and what to do instead.
_OTHER_KINDS = (
    ("ForMaskedLM", "a masked language model, which fills in words and scores no pair", _AS_ENCODER),
    ("ForPreTraining", "a pretrained encoder, which scores no pair", _AS_ENCODER),
    ("ForCausalLM", "a causal language model, which writes text and scores no pair", _NEEDED),
    ("LMHeadModel", "a causal language model, which writes text and scores no pair", _NEEDED),
    ("ForConditionalGeneration", "a sequence-to-sequence model, which writes text and scores no pair", _NEEDED),
    ("ForTokenClassification", "a model that labels each word and scores no pair", _NEEDED),
    ("ForQuestionAnswering", "a model that marks answers in a text and scores no pair", _NEEDED),
    ("Model", "a bare encoder, which makes vectors and scores no pair", _AS_ENCODER),
)


def read_config(path: Path) -> dict[str, Any]:
    """Return a folder's config.json; raises :class:`RankerInvalid` where there is none, or no JSON object."""
    if not path.is_dir():
        raise RankerInvalid(f"There is no ranker folder {str(path)!r}.", "Make one with `whyrank finetune`.")
    if not (path / CONFIG).is_file():
        if (path / "adapter_config.json").is_file():
            raise RankerInvalid(
                f"The folder {str(path)!r} holds an adapter, not a whole model.",
                "Merge it into its model (`merge_and_unload()` of peft) and save that with `save_pretrained`.",
            )
        raise incomplete(path, [CONFIG])
    try:
        config = json.loads((path / CONFIG).read_text("utf-8"))
    except ValueError as error:
        raise damaged(path, f"{CONFIG} is not JSON ({error})") from error
    if not isinstance(config, dict):
        raise damaged(path, f"{CONFIG} is not a JSON object")
    return config


def architecture(config: dict[str, Any]) -> str:
    """Return the class a Hugging Face config.json names first, or an empty string.

    >>> architecture({"architectures": ["BertForSequenceClassification"]}), architecture({"kind": "other"})
    ('BertForSequenceClassification', '')
    """
    named = config.get("architectures")
    return str(named[0]) if isinstance(named, list) and named else ""


def other_kind(path: Path, config: dict[str, Any]) -> RankerInvalid:
    """Return the error for a folder whose model is no ranker, saying what it is and what to do with it."""
    name = architecture(config)
    if (path / "modules.json").is_file():
        what, remedy = "a sentence-embedding model, which makes vectors of single texts and scores no pair", _AS_ENCODER
    else:
        found = ((what, remedy) for ending, what, remedy in _OTHER_KINDS if name.endswith(ending))
        what, remedy = next(found, ("one that is no ranker of ours", _AS_ENCODER))
    said = f"{what} ({name})" if name else what
    return RankerInvalid(f"The folder {str(path)!r} holds another kind of model: {said}.", remedy)


def incomplete(path: Path, missing: Sequence[str]) -> RankerInvalid:
    """Return the error for a folder that lacks files."""
    return RankerInvalid(
        f"The ranker in {str(path)!r} is incomplete: {', '.join(missing)} missing.",
        "Copy the whole folder again, or train it again with `whyrank finetune`.",
    )


def damaged(path: Path, detail: str) -> RankerInvalid:
    """Return the error for a folder whose files cannot be read or do not fit each other."""
    return RankerInvalid(
        f"The ranker in {str(path)!r} is damaged: {detail}.",
        "Copy the folder again, or train it again with `whyrank finetune`.",
    )
