"""The colours of numbers: a diverging pair that colour-blind people can tell apart, the same as in explanations."""

from __future__ import annotations

FOR, AGAINST, NEUTRAL = "rgb(37,99,199)", "rgb(217,108,6)", "rgb(122,130,142)"
# The same three where a bar sums up several drivers.
FAINT_FOR, FAINT_AGAINST = "rgba(37,99,199,.45)", "rgba(217,108,6,.45)"
GRID = "rgba(128,128,128,.18)"
# The four parts of an explanation, apart from for and against, and from each other for colour-blind people too.
PARTS = {
    "search": "rgb(0,119,136)",
    "history": "rgb(140,183,60)",
    "item": "rgb(118,93,160)",
    "behaviour": "rgb(170,124,84)",
}
# From a low value of a feature to a high one.
LOW_TO_HIGH = [[0.0, "rgb(65,105,178)"], [0.5, "rgb(196,160,190)"], [1.0, "rgb(204,62,92)"]]
