"""What measuring trust takes: how much is removed, and how many random orders it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class TrustSettings:
    """The fractions are those of DeYoung et al. (2020); random orders come in pairs, each with its reverse.

    >>> TrustSettings(random_orders=5)
    Traceback (most recent call last):
    ValueError: random_orders must be even and at least 4, not 5
    """

    fractions: tuple[float, ...] = field(
        default=(0.01, 0.05, 0.1, 0.2, 0.5), metadata={"help": "Shares of all words and features that are removed."}
    )
    random_orders: int = field(default=6, metadata={"help": "Random orders to compare with, half of them reversed."})
    orders_closely: int = field(default=24, metadata={"help": "Random orders where an explanation is checked closely."})
    seed: int = field(default=0, metadata={"help": "Seed of the random orders."})

    def __post_init__(self) -> None:
        """Refuse what no interval could be computed from."""
        for name in ("random_orders", "orders_closely"):
            count = getattr(self, name)
            if count < 4 or count % 2:
                raise ValueError(f"{name} must be even and at least 4, not {count}")
        if not self.fractions or not all(0 < fraction <= 0.5 for fraction in self.fractions):
            raise ValueError(f"fractions must lie above 0 and not above 0.5, not {self.fractions}")

    @property
    def closely(self) -> TrustSettings:
        """The same with as many random orders as a close check takes: their band is narrower."""
        return replace(self, random_orders=self.orders_closely)
