"""The vectors of a catalogue's items, kept on disk from one process to the next.

Reading every item is most of what opening a large shop takes. One file per ranker; texts that changed replace it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from models.field import Field
from models.files import replace_file


def kept_vectors(folder: Path, identity: str, texts: Sequence[Sequence[Field]], read: Callable[[], Tensor]) -> Tensor:
    """Return the vectors [N, d] of N items' ``texts`` as the ranker of this ``identity`` read them, or ``read`` them.

    A file that is damaged, or of other texts, is written anew; a folder that cannot be written to keeps nothing.
    """
    path, key = folder / f"{identity}.safetensors", _key(texts)
    with suppress(OSError, SafetensorError), safe_open(path, framework="pt") as kept:
        if (kept.metadata() or {}).get("texts") == key:
            vectors: Tensor = kept.get_tensor("vectors")
            return vectors
    vectors = read()
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        replace_file(path, lambda partial: save_file({"vectors": vectors.contiguous()}, partial, {"texts": key}))
    return vectors


def _key(texts: Sequence[Sequence[Field]]) -> str:
    digest = hashlib.sha256()
    for fields in texts:
        digest.update(repr([(field.part, field.name, field.text) for field in fields]).encode())
    return digest.hexdigest()
