"""The simulated sample shop, its truth and the ranker trained on it."""
