"""Days for the stages of a track, spread over the weeks of a cohort. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta


def spread(sizes: Iterable[int], start: date, end: date) -> list[date]:
    """By when to be through with each stage, in their order: the last day of a week, counted from
    the start, and for the last stage the end. A stage with more steps gets more of the time; one
    without any counts like one with a single step.
    """
    weights = [max(size, 1) for size in sizes]
    weeks, total, through = (end - start).days // 7 + 1, sum(weights), 0
    days = []
    for weight in weights:
        through += weight
        week = -(-through * weeks // total)  # rounded up
        days.append(min(start + timedelta(days=7 * week - 1), end))
    return days
