"""The simulated sample shop, its truth and the ranker trained on it: nothing here was recorded from real shoppers."""

from pathlib import Path

SHOP = Path(__file__).parent / "shop"
RANKER = Path(__file__).parent / "ranker"
RESULTS = Path(__file__).parent / "results"
