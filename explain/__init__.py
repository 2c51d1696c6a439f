"""Attributions, their trust and the questions built on them."""
