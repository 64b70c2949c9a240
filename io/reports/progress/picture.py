"""The picture of the homes: promised, reported, with a permit, started and completed."""

from __future__ import annotations

from ....grants.after.progress_sums import summed
from ..charts import drawing as charts
from ..charts.drawing import NARROW, WIDE, Bar
from ..story import Figure, Story
from . import sums


def progress_figures(story: Story) -> list[Figure]:
    """The picture with its numbers; none as long as nobody reported."""
    words, progress = story.words, story.dossier.progress
    if progress is None:
        return []
    total = summed(progress.projects)
    counts = {name: getattr(total, name).total for name in sums.HOMES}
    rows = [
        Bar(words(f"progress_{name}"), count, words.number(count)) for name, count in counts.items()
    ]
    name = "progress-stages"
    return [
        Figure(
            name=name,
            title=words("progress_stages"),
            sentence=words(
                "progress_stages_note",
                **{key: words.number(counts[key]) for key in ("promised", "started", "completed")},
            ),
            wide=charts.named(charts.bars(rows, WIDE), f"{name}-wide"),
            narrow=charts.named(charts.bars(rows, NARROW), f"{name}-narrow"),
            headers=(words("progress_stage"), words("homes")),
            rows=tuple((row.name, row.text) for row in rows),
        )
    ]
