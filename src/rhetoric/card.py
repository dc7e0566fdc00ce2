"""A model's card as data in; the card for people, in Markdown, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rhetoric.tables import results_table


def card_text(card: Mapping[str, Any]) -> str:
    """What the model was trained on, how well it does, and what it must not be used for."""
    training = card["training"]
    positives = ", ".join(f"{name} {count:,}" for name, count in training["positives"].items())
    lines = [
        f"# Model card: {card['name']}",
        "",
        "One linear classifier per technique over TF-IDF, lexicon and cue features, calibrated. It "
        "labels wording and argument, never truth. English only.",
        "",
        f"Data: {card.get('data', 'not stated')}.",
        f"Licence of the data: {card.get('licence', 'not stated')}.",
        "",
        f"Trained on {training['sentences']:,} sentences of {training['documents']:,} documents. "
        f"Positive sentences: {positives}.",
        *_teacher(training),
        "",
        "## Results on documents that were not trained on",
        "",
    ]
    if card["results"] is None:
        lines.append("There were no documents to hold out.")
    else:
        lines += [
            "At the `balanced` operating point; 95% intervals are bootstrapped over documents.",
            "",
            "```",
            results_table(card["results"]).rstrip(),
            "```",
        ]
    lines += [
        "",
        "## Not for",
        "",
        "Deciding about a person or a publication by itself: read the sentences. Texts in other "
        "languages, poetry, or transcripts without punctuation. Anything where a wrong accusation "
        "cannot be taken back.",
    ]
    return "\n".join(lines) + "\n"


def _teacher(training: Mapping[str, Any]) -> list[str]:
    if not training["unlabelled"]:
        return []
    shares = ", ".join(f"{name} {_share(choice)}" for name, choice in training["settings"].items())
    return [
        "",
        f"Also taught by fine-tuned transformers' probabilities for {training['unlabelled']:,} "
        "unlabelled sentences. Of the classifiers whose mean is taken, so many are taught: "
        f"{shares}.",
    ]


def _share(choice: Sequence[Mapping[str, Any]]) -> str:
    return f"{sum(setting['lesson_weight'] > 0 for setting in choice)} of {len(choice)}"
