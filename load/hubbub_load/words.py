"""What the synthetic log is made of: names, topics and pieces of sentences, written for it."""

from typing import Final

ROOMS: Final = (
    "sourdough",
    "night sky",
    "bicycle repair",
    "river watch",
    "first-year nurses",
    "keyboards",
    "choir",
    "beekeeping",
    "Café français",
    "日本語の部屋",
)

FIRST_NAMES: Final = (
    "amber", "brisk", "calm", "dapper", "eager", "fuzzy", "gentle", "hazel", "idle", "jolly",
    "keen", "lively", "mellow", "nimble", "olive", "plucky", "quiet", "rusty", "silver", "tidy",
    "upbeat", "velvet", "witty", "young", "zesty",
)  # fmt: skip
LAST_NAMES: Final = (
    "badger", "crane", "dormouse", "egret", "falcon", "gecko", "heron", "ibis", "jackdaw",
    "kestrel", "lark", "marten", "newt", "otter", "plover", "quail", "raven", "stoat", "tern",
    "urchin", "vole", "wren", "yak", "zander",
)  # fmt: skip

OPENINGS: Final = (
    "Has anybody tried",
    "I keep failing at",
    "Today I finally managed",
    "A question about",
    "Small victory:",
    "Does it matter for",
    "My neighbour swears by",
    "After three weeks of",
    "Please talk me out of",
    "I read a whole book on",
    "Nobody told me about",
    "Morning all, still thinking about",
)
TOPICS: Final = (
    "the long cold rise",
    "a second-hand eyepiece",
    "a bent derailleur hanger",
    "water samples after rain",
    "the first night shift",
    "lubed switches",
    "breathing through long phrases",
    "feeding in a cold spring",
    "les croissants du dimanche",
    "漢字の練習",
    "a naïve approach to Ångström units",
    "ünïcode in filenames",
    "the 07:40 to Łódź",
    "two cups of flour too many",
    "the shed with no light",
)
ENDINGS: Final = (
    "and it went better than expected.",
    "and I am none the wiser.",
    "which surprised everyone at home.",
    "before the weather turns.",
    "without buying anything new?",
    "on a very small budget.",
    "and now the kitchen smells of it 🍞",
    "– pictures tomorrow.",
    "… or is that only me?",
    "as my grandmother did.",
    "with the children watching.",
    "twice, to be sure.",
)
SHORT: Final = (
    "yes", "no", "ok", "+1", "thanks!", "Thank you 🙏", "same here", "lol", "brb", "👍", "🎉🎉",
    "why?", "hm", "not yet", "good night", "welcome!", "sì", "はい", "да", "نعم", "merci",
    "e\u0301", "👩‍🚀", "¯\\_(ツ)_/¯",
)  # fmt: skip
ANSWERS: Final = (
    "I had that too, and what helped was patience.",
    "Try it again with half the amount.",
    "The trick is to do nothing for an hour.",
    "Ask at the library, they lend one out.",
    "That is perfectly normal in the first year.",
    "I would start over, honestly.",
    "Come by on Saturday and I will show you.",
    "It depends on the weather, as always.",
    "See what I wrote last week, it still holds.",
    "Measure first, then decide.",
)
MARKDOWN: Final = (
    "**Important:** {text}",
    "_{text}_",
    "> {text}\n\nThat says it all.",
    "~~never~~ rarely: {text}",
    "`{text}`",
    "## Notes\n{text}",
    "- first: {text}\n- second: the same once more\n- third: tea",
    "1. {text}\n2. wait\n3. repeat",
    "```python\n# {text}\nfor loaf in range(3):\n    bake(loaf)\n```",
    "See [the notes](https://example.org/notes?page=2&lang=en): {text}",
    '{text}\n\n\tindented\n<b>not markup</b> & "quotes" \\ backslash',
)
