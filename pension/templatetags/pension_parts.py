"""Small parts that are written inside other parts: icons, badges, tones of messages."""

from django import template
from django.contrib.messages.storage.base import Message

from pension.pictures.icons import MESSAGE_TONES, PATHS, TONE_ICONS

register = template.Library()


@register.inclusion_tag("_parts/icon.html")
def icon(name: str) -> dict[str, str]:
    """Draw an icon by name; it is decoration, the word stands beside it."""
    return {"path": PATHS[name]}


@register.inclusion_tag("_parts/badge.html")
def badge(text: str, tone: str = "") -> dict[str, str]:
    """Draw a badge: its words, and the icon and colour of ``tone`` (ok, warn, bad, info or none)."""
    return {"text": text, "tone": tone, "path": PATHS.get(TONE_ICONS.get(tone, ""), "")}


@register.inclusion_tag("_parts/notice.html")
def notice(text: str, tone: str = "info") -> dict[str, str]:
    """Draw a box of one sentence in a tone."""
    return {"text": text, "tone": tone, "path": PATHS[TONE_ICONS[tone]]}


@register.inclusion_tag("_parts/message.html")
def message(item: Message) -> dict[str, str]:
    """Draw one message of Django's with the word and icon of its level."""
    tone, icon_name, word = MESSAGE_TONES.get(item.level_tag, MESSAGE_TONES["info"])
    return {"text": str(item), "tone": tone, "word": word, "path": PATHS[icon_name]}
