"""How an explanation is computed: which method over words, which over behaviour, against which background."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from explain.methods import Method, find_method
from explain.methods.method import Players

PLAYERS: tuple[Players, ...] = ("words", "behaviour")
WORDS, BEHAVIOUR = "integrated_gradients", "shap_permutation"
FIRST_LOOK = "gradient_times_input"


@dataclass(frozen=True)
class Settings:
    """Methods by name with their parameters (None: the method's defaults), and the background's name.

    Raises :class:`queries.errors.UnknownName` for a method that does not exist,
    :class:`explain.methods.method.OutOfRange` for a parameter outside its range, and ``TypeError`` for parameters of
    another method.

    >>> Settings().to_dict()["words"]["method"]
    'integrated_gradients'
    """

    words: str = WORDS
    behaviour: str = BEHAVIOUR
    words_parameters: Any = None
    behaviour_parameters: Any = None
    background: str = "typical"

    def __post_init__(self) -> None:
        """Fill in default parameters and check that parameters belong to their methods."""
        for players in PLAYERS:
            method = find_method(players, getattr(self, players))
            given = getattr(self, f"{players}_parameters")
            if given is None:
                object.__setattr__(self, f"{players}_parameters", method.parameters())
            elif not isinstance(given, method.parameters):
                raise TypeError(f"{method.name} takes {method.parameters.__module__}.Parameters, not {type(given)}")
            else:
                method.check(given)

    @property
    def first_look(self) -> Settings:
        """The quickest settings with the same background: what can be shown at once, marked approximate.

        >>> Settings(words="kernel_shap", background="segment").first_look.words
        'gradient_times_input'
        """
        one_order = find_method("behaviour", BEHAVIOUR).parameters(permutations=1)
        return Settings(words=FIRST_LOOK, behaviour_parameters=one_order, background=self.background)

    @cached_property
    def words_method(self) -> Method:
        """The method that splits the text's share."""
        return find_method("words", self.words)

    @cached_property
    def behaviour_method(self) -> Method:
        """The method that splits the behaviour's share."""
        return find_method("behaviour", self.behaviour)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON, stored with every explanation."""
        return {
            "words": {"method": self.words, **asdict(self.words_parameters)},
            "behaviour": {"method": self.behaviour, **asdict(self.behaviour_parameters)},
            "background": self.background,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Settings:
        """Read back what :meth:`to_dict` wrote."""
        given: dict[str, Any] = {}
        for players in PLAYERS:
            parameters = dict(data[players])
            method = find_method(players, parameters.pop("method"))
            given |= {players: method.name, f"{players}_parameters": method.parameters(**parameters)}
        return cls(**given, background=data["background"])
