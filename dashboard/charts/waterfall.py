"""The way from base to score: one bar per driver, grouped by part, all in logits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.palette import AGAINST, FAINT_AGAINST, FAINT_FOR, FOR, NEUTRAL
from dashboard.charts.template import plain, shortened, styled
from explain.explanation import PARTS, Contribution, Explanation
from explain.wording import feature_title, feature_value, signed, wording

LABEL = 34  # letters of a label that are shown; all of it is in the hover
# Below this the gap is less than what a bar's own number is rounded to.
VISIBLE = 0.005


@dataclass(frozen=True)
class Step:
    """A bar: what it is called and what it adds, in logits; ``several`` where it sums up more than one driver."""

    label: str
    contribution: float
    several: bool = False


@dataclass(frozen=True)
class Group:
    """The bars of one part, in the order drawn, under one heading."""

    title: str
    steps: tuple[Step, ...]

    @property
    def total(self) -> float:
        """What the part adds in all, in logits."""
        return sum(step.contribution for step in self.steps)


def groups(explanation: Explanation, lang: str, bars: int = 12) -> list[Group]:
    """Return the strongest ``bars`` drivers by part, each part closed by what its others add up to.

    Over all groups the steps add up to score − base, the completeness gap being a step of its own where it shows.
    """
    words = wording(lang)
    chosen = {id(c) for c in explanation.top(bars)}
    found = []
    for part in PARTS:
        own = sorted((c for c in explanation.contributions if c.part == part), key=lambda c: -abs(c.contribution))
        steps = [Step(_label(c, explanation, lang), c.contribution) for c in own if id(c) in chosen]
        rest = [c.contribution for c in own if id(c) not in chosen]
        if rest:
            steps.append(Step(words["others"].format(count=len(rest)), sum(rest), several=True))
        if steps:
            found.append(Group(words[f"part_{part}"], tuple(steps)))
    if abs(explanation.completeness_gap) >= VISIBLE:
        gap = words["completeness_gap"]
        found.append(Group(gap, (Step(gap, explanation.completeness_gap, several=True),)))
    return found


def waterfall(
    parts: Sequence[Group], base: float, score: float, base_label: str, score_label: str, axis: str
) -> go.Figure:
    """Draw the way from ``base`` to ``score`` through the steps of all ``parts``."""
    labels, places, starts, steps = [f"<b>{plain(base_label)}</b>"], [], [], []
    level = base
    for part in parts:
        labels.append(f"<b>{plain(part.title)}</b>  {signed(part.total)}")
        for step in part.steps:
            places.append(len(labels))
            labels.append(plain(shortened(step.label, LABEL)))
            starts.append(level)
            steps.append(step)
            level += step.contribution
    last = len(labels)
    labels.append(f"<b>{plain(score_label)}</b>")
    figure = go.Figure(_bars(places, starts, steps))
    figure.add_trace(_ends(base, score, last))
    ends = [base, score, *starts, *(start + step.contribution for start, step in zip(starts, steps, strict=True))]
    room = 0.16 * ((max(ends) - min(ends)) or 1.0)
    figure.update_yaxes(tickvals=list(range(len(labels))), ticktext=[f"{label}  " for label in labels])
    figure.update_xaxes(range=[min(ends) - room, max(ends) + room], title={"text": axis, "font": {"size": 12}})
    for level, place in ((base, 0), (score, last)):
        figure.add_vline(x=level, line={"color": NEUTRAL, "width": 1, "dash": "dot"}, layer="below")
        figure.add_annotation(
            x=level, y=place, text=f"<b>{signed(level)}</b>", showarrow=False, xanchor="left", xshift=9
        )
    return styled(figure, len(labels))


def _bars(places: Sequence[int], starts: Sequence[float], steps: Sequence[Step]) -> go.Bar:
    return go.Bar(
        orientation="h",
        y=list(places),
        base=list(starts),
        x=[step.contribution for step in steps],
        text=[signed(step.contribution) for step in steps],
        textposition="outside",
        cliponaxis=False,
        customdata=[plain(step.label) for step in steps],
        hovertemplate="%{customdata}: %{text}<extra></extra>",
        marker={"color": [_colour(step) for step in steps]},
    )


def _ends(base: float, score: float, last: int) -> go.Scatter:
    return go.Scatter(
        x=[base, score],
        y=[0, last],
        mode="markers",
        marker={"color": NEUTRAL, "size": 10, "symbol": "diamond"},
        hoverinfo="skip",
    )


def _colour(step: Step) -> str:
    if step.several:
        return FAINT_FOR if step.contribution > 0 else FAINT_AGAINST
    return FOR if step.contribution > 0 else AGAINST


def _label(contribution: Contribution, explanation: Explanation, lang: str) -> str:
    """Say what a bar is of; its part is said by the heading over it."""
    if contribution.part == "behaviour":
        value = feature_value(contribution.name, contribution.value, lang)
        return f"{feature_title(contribution.name, lang)}: {value}"
    name = contribution.name.strip()
    field = explanation.fields[contribution.field or 0].name
    if contribution.part != "item" or field == "title":
        return name
    return f"{name} · {wording(lang).get(f'{field}_field', field)}"
