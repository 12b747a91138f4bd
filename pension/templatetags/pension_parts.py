"""Small parts that are written inside other parts: icons, badges, tones of messages."""

from functools import cache, lru_cache

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pension.pictures.icons import BADGE_ICONS, MESSAGE_TONES, NOTICE_ICONS, PATHS

register = template.Library()

ICON = (
    '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    '<path d="{}"/></svg>'
)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw an icon by name; it is decoration, the word stands beside it."""
    return format_html(ICON, PATHS[name])


@register.simple_tag
@lru_cache
def badge(text: str, tone: str = "") -> SafeString:
    """Draw a badge: its words, with icon and colour of the tone (ok, warn, bad, info, none)."""
    picture = icon(BADGE_ICONS[tone]) if tone in BADGE_ICONS else ""
    return format_html('<span class="badge {}">{}{}</span>', tone, picture, text)


@register.inclusion_tag("_parts/notice.html")
def notice(text: str, tone: str = "info") -> dict[str, str]:
    """Draw a box of one sentence in a tone."""
    return {"text": text, "tone": tone, "path": PATHS[NOTICE_ICONS[tone]]}


@register.inclusion_tag("_parts/message.html")
def message(item: Message) -> dict[str, str]:
    """Draw one message of Django's with the word and icon of its level."""
    tone, word = MESSAGE_TONES.get(item.level_tag, MESSAGE_TONES["info"])
    return {"text": str(item), "tone": tone, "word": word, "path": PATHS[NOTICE_ICONS[tone]]}
