"""The options of commands that read stored explanations: which of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dashboard.cli import options

if TYPE_CHECKING:
    from queries.patterns.choosing import Choice
    from queries.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


class Segment(click.ParamType):
    """``dimension=segment``; what dimensions there are, the choice itself says."""

    name = "DIMENSION=SEGMENT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Part the text at its first equals sign."""
        if isinstance(value, tuple):
            return value
        dimension, sign, segment = str(value).partition("=")
        if not sign:
            self.fail(f"{value!r} is not DIMENSION=SEGMENT, such as lang=zh", param, ctx)
        return dimension.strip(), segment.strip()


def filters(function: F) -> F:
    """Declare --from, --until and --where; the command receives ``since``, ``until`` and ``where``."""
    function = click.option(
        "--where", type=Segment(), multiple=True, help="Only explanations of this segment, may be given again."
    )(function)
    function = options.until("--until", "Day before which their contexts end [default: after the last].")(function)
    return click.option(
        "--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day of their contexts [default: the first]."
    )(function)


def choice(
    ws: Workspace,
    ranker_name: str | None,
    since: datetime | None,
    until: datetime | None,
    where: tuple[tuple[str, str], ...],
    newest: bool,
) -> Choice:
    """Return what the flags choose; ``newest``: without a name, of the newest ranker only, otherwise of all."""
    from queries.patterns.choosing import Choice
    from queries.rankers import find_ranker

    ranker_id = find_ranker(ws, ranker_name).ranker_id if ranker_name or newest else None
    return Choice(ranker_id, since, until, where)
