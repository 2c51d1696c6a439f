"""The colours of numbers: a diverging pair that colour-blind people can tell apart, the same as in explanations."""

from __future__ import annotations

FOR, AGAINST, NEUTRAL = "rgb(37,99,199)", "rgb(217,108,6)", "rgb(122,130,142)"
# The same three where a bar sums up several drivers.
FAINT_FOR, FAINT_AGAINST = "rgba(37,99,199,.45)", "rgba(217,108,6,.45)"
GRID = "rgba(128,128,128,.18)"
