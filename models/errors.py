"""What can go wrong with a ranker, each with its remedy."""

from __future__ import annotations

from queries.errors import WhyrankError


class RankerInvalid(WhyrankError):
    """The folder holds no ranker of ours, or one that is incomplete or damaged."""


class EncoderInvalid(WhyrankError):
    """The folder holds no encoder that takes embeddings as inputs."""


class TrainingDataMissing(WhyrankError):
    """There is nothing to learn from, or nothing to measure on."""


class CheckpointInvalid(WhyrankError):
    """The checkpoint belongs to another run, or was damaged."""
