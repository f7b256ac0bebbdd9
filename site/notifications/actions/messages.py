"""Telling people something."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit import clock
from notifications.models import Message
from trail.actions import jobs


@transaction.atomic
def send(reader: Any, subject: str, body: str = "", *, url: str = "", at: datetime | None = None) -> Message:
    """Put a message into the reader's box; a person with an e-mail address gets a line by e-mail as well.

    Args: `url`, a path on this site.
    Queues: notifications.deliver, when there is somewhere to deliver to.
    """
    message = Message.objects.create(
        reader=reader, subject=subject[:160], body=body, url=url, sent_at=at or clock.now()
    )
    if reader.email:
        jobs.enqueue("notifications.deliver", str(message.uuid))
    return message


@transaction.atomic
def mark_read(message: Message, *, at: datetime) -> Message:
    """Note when a message was first opened."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)
    message.refresh_from_db()
    return message


def mark_all_read(reader: Any, *, at: datetime) -> int:
    return Message.objects.visible_to(reader).unread().update(read_at=at)
