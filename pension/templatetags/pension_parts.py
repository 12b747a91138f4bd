"""Small parts that are written inside other parts: icons, badges, tones of messages."""

from django import template
from django.contrib.messages.storage.base import Message

from pension.pictures.icons import BADGE_ICONS, MESSAGE_TONES, NOTICE_ICONS, PATHS

register = template.Library()


@register.inclusion_tag("_parts/icon.html")
def icon(name: str) -> dict[str, str]:
    """Draw an icon by name; it is decoration, the word stands beside it."""
    return {"path": PATHS[name]}


@register.inclusion_tag("_parts/badge.html")
def badge(text: str, tone: str = "") -> dict[str, str]:
    """Draw a badge: its words, with icon and colour of the tone (ok, warn, bad, info, none)."""
    return {"text": text, "tone": tone, "path": PATHS.get(BADGE_ICONS.get(tone, ""), "")}


@register.inclusion_tag("_parts/notice.html")
def notice(text: str, tone: str = "info") -> dict[str, str]:
    """Draw a box of one sentence in a tone."""
    return {"text": text, "tone": tone, "path": PATHS[NOTICE_ICONS[tone]]}


@register.inclusion_tag("_parts/message.html")
def message(item: Message) -> dict[str, str]:
    """Draw one message of Django's with the word and icon of its level."""
    tone, word = MESSAGE_TONES.get(item.level_tag, MESSAGE_TONES["info"])
    return {"text": str(item), "tone": tone, "word": word, "path": PATHS[NOTICE_ICONS[tone]]}
